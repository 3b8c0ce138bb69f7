"""From desk to desk: checking, returning, signing, publishing a circular; each verb from the table."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.refusal import NotYours
from bulletins.forms.issues import DecisionForm
from bulletins.views.pages import seen
from bulletins.views.refusals import posted, said_on, status_of
from scoring.actions import circular_moves as moves
from scoring.actions import circular_signing as signing
from scoring.circular_paper import as_if_signed
from scoring.circular_states import CIRCULAR_MOVES, CircularState
from scoring.models import Letterhead
from scoring.views.circulars import mine


def move(request, pk, verb):
    return decide(request, pk, verb, ACTS.get(verb) or said(verb))


def said(verb):
    return lambda circular, **words: moves.move(circular, verb, **words)


ACTS = {
    "publish": lambda circular, reason, **words: signing.publish(circular, **words),
    "void": signing.void,
}


def sign(request, pk):
    """签发: number and date are born now."""
    return decide(request, pk, "sign", lambda circular, reason, **words: signing.sign(circular, **words))


def decide(request, pk, verb, act):
    """Ask on GET, act on POST; a refusal keeps what was typed."""
    circular, step = mine(request, pk), CIRCULAR_MOVES[verb]
    if not circular.allows(verb, request.user):
        raise NotYours(f"“{step.label}”由{'、'.join(role.label for role in step.by)}办理。")
    if request.method != "POST" and circular.state not in step.start:
        messages.error(request, f"本通报现为“{circular.get_state_display()}”，不能{step.label}。")
        return redirect(circular)
    form = DecisionForm(posted(request), step=step, base=circular.version, auto_id=f"{verb}_%s")
    if form.is_valid():
        with said_on(form):
            done = act(circular, by=request.user, reason=form.why(), base=form.cleaned_data["base"])
            messages.success(request, f"已{step.label}：{done}。")
            return redirect(done)
        circular = mine(request, pk)
    if circular.state == CircularState.AWAITING and verb in ("sign", "refuse"):
        return before_signature(request, circular, verb, form)
    context = {"circular": circular, "verb": verb, "step": step, "form": form}
    return render(request, "scoring/circular_move.html", context, status=status_of(request, form))


def before_signature(request, circular, verb, form):
    """The very pages that would be signed, with both answers beside them."""
    context = {
        "circular": circular,
        "sign_form": answer_form(circular, "sign", form if verb == "sign" else None),
        "refuse_form": answer_form(circular, "refuse", form if verb == "refuse" else None),
        "refusal": getattr(form, "refusal", ""),
        "refusing": verb == "refuse",
        "shut_out": circular.is_earlier_hand("sign", request.user),
        "next_line": Letterhead.of(circular.office).next_line(),
        "today": timezone.localdate(),
        **seen(circular, as_if_signed(circular, request.user)),
    }
    return render(request, "scoring/circular_sign.html", context, status=status_of(request, form))


def answer_form(circular, verb, answered):
    """The form as it was answered; after a refusal a new one about the pages now shown, the words kept."""
    if answered is not None and not hasattr(answered, "refusal"):
        return answered
    reason = answered.why() if answered else ""
    step = CIRCULAR_MOVES[verb]
    return DecisionForm(step=step, base=circular.version, reason=reason, auto_id=f"{verb}_%s")
