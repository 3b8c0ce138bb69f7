"""From desk to desk: checking, signing, voiding; each verb from the table."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.refusal import NotYours
from bulletins.actions import documents, issues, signing
from bulletins.forms.issues import DecisionForm
from bulletins.models import Mark
from bulletins.preview import as_if_signed
from bulletins.states import ISSUE_MOVES, IssueState
from bulletins.views.issues import mine
from bulletins.views.pages import seen
from bulletins.views.refusals import posted, said_on, status_of


def move(request, pk, verb):
    """送核对, 核对通过, 退回 …: all but signing and voiding. Marks left open are asked about first."""
    if verb == "check" and Mark.objects.open().standing_in(mine(request, pk)).exists():
        return redirect("bulletins:marks_pass", pk)
    return decide(request, pk, verb, lambda issue, **words: issues.move(issue, verb, **words))


def sign(request, pk):
    """签发: number and date are born now."""
    return decide(request, pk, "sign", lambda issue, reason, **words: signing.sign(issue, **words))


def void(request, pk):
    """作废: with a reason; the number is not used again."""
    return decide(request, pk, "void", signing.void)


def decide(request, pk, verb, act):
    """Ask on GET, act on POST; a refusal keeps what was typed."""
    issue, step = mine(request, pk), ISSUE_MOVES[verb]
    if not issue.allows(verb, request.user):
        raise NotYours(f"“{step.label}”由{'、'.join(role.label for role in step.by)}办理。")
    if request.method != "POST" and issue.state not in step.start:
        messages.error(request, f"本期现为“{issue.get_state_display()}”，不能{step.label}。")
        return redirect(issue)
    form = DecisionForm(posted(request), step=step, base=issue.version, auto_id=f"{verb}_%s")
    if form.is_valid():
        with said_on(form):
            done = act(issue, by=request.user, reason=form.why(), base=form.cleaned_data["base"])
            messages.success(request, f"已{step.label}：{done}。")
            return redirect(done)
        issue = mine(request, pk)
    if issue.state == IssueState.AWAITING and verb in ("sign", "refuse"):
        return before_signature(request, issue, verb, form)
    context = {"thing": issue, "verb": verb, "step": step, "form": form, "back": issue.get_absolute_url()}
    context |= {"titles": [place.article for place in issue.ordered()]}
    return render(request, "bulletins/decide.html", context, status=status_of(request, form))


def before_signature(request, issue, verb, form):
    """The very pages that would be signed, with both answers below them."""
    user = request.user
    if request.method == "GET":
        documents.read_proof(issue, by=user)
    context = {
        "issue": issue,
        "sign_form": answer_form(issue, "sign", form if verb == "sign" else None),
        "refuse_form": answer_form(issue, "refuse", form if verb == "refuse" else None),
        "refusal": getattr(form, "refusal", ""),
        "refusing": verb == "refuse",
        "shut_out": issue.is_earlier_hand("sign", user),
        "next_line": issue.publication.next_line(issue.series),
        "today": timezone.localdate(),
        "titles": [place.article for place in issue.ordered()],
        **seen(issue, as_if_signed(issue, user)),
    }
    return render(request, "bulletins/issue_sign.html", context, status=status_of(request, form))


def answer_form(issue, verb, answered):
    """The form as it was answered; after a refusal a new one about the pages now shown, the words kept."""
    if answered is not None and not hasattr(answered, "refusal"):
        return answered
    reason = answered.why() if answered else ""
    step = ISSUE_MOVES[verb]
    return DecisionForm(step=step, base=issue.version, reason=reason, auto_id=f"{verb}_%s")


@require_POST
def retry(request, pk):
    """Make the missing files of a signed issue again."""
    issue = mine(request, pk)
    documents.retry(issue, by=request.user)
    messages.success(request, "已重新开始生成文件。")
    return redirect(issue)
