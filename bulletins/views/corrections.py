"""更正: the list of them, one of them, and its moves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.kept import take
from accounts.models import Event
from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from bulletins.actions import corrections as actions
from bulletins.correction_states import CORRECTION_MOVES, CorrectionState
from bulletins.forms.corrections import CorrectionForm
from bulletins.forms.issues import DecisionForm
from bulletins.models import Correction
from bulletins.views.issues import mine
from bulletins.views.refusals import posted, said_on, status_of

PAGE = 30


def corrections(request):
    """更正 of the offices where this person has a desk; what waits for them first."""
    found, state = Correction.objects.at_desk_of(request.user), request.GET.get("state", "")
    tally = found.tally()
    context = {
        "page": Paginator(found.in_state(state).listed(), PAGE).get_page(request.GET.get("page")),
        "state": state,
        "all": sum(tally.values()),
        "tabs": [(each, each.label, tally.get(each, 0)) for each in CorrectionState],
    }
    return render(request, "bulletins/corrections.html", context)


def correction_of(request, pk):
    found = Correction.objects.visible_to(request.user)
    related = ("issue__publication__office", "article", "by", "approver", "piece")
    return get_object_or_404(found.select_related(*related), pk=pk)


def correction(request, pk):
    """One correction with its course."""
    correction, user = correction_of(request, pk), request.user
    at_desk = Correction.objects.at_desk_of(user).filter(pk=pk).exists()
    context = {
        "correction": correction,
        "moves": correction.moves_for(user),
        "may_word": correction.may_be_worded_by(user),
        "shut_out": correction.state == CorrectionState.AWAITING
        and correction.allows("sign", user)
        and correction.is_earlier_hand("sign", user),
        "at_desk": at_desk,
        "history": Event.objects.about(correction) if at_desk else [],
    }
    return render(request, "bulletins/correction.html", context)


def new(request, pk):
    """出更正: from the page of a signed issue."""
    issue = mine(request, pk)
    data = posted(request) or take(request)
    if data is None:
        actions.refuse_outsider(issue, request.user)
    form = CorrectionForm(data, user=request.user, issue=issue, base=issue.version)
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            key = form.cleaned_data["key"]
            made = actions.correct(issue, by=request.user, key=key, **form.words())
            messages.success(request, "更正已起草，请看过后送签发。")
            return redirect(made)
    context = {"issue": issue, "form": form}
    return render(request, "bulletins/correction_edit.html", context, status=status_of(request, form))


def edit(request, pk):
    """Change the draft of a correction."""
    correction = correction_of(request, pk)
    if not correction.allows("submit", request.user):
        raise NotYours("更正由责任编辑起草。")
    data, issue = posted(request) or take(request), correction.issue
    form = CorrectionForm(
        data, instance=correction_of(request, pk), user=request.user, issue=issue, base=correction.version
    )
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            actions.reword(correction, by=request.user, base=form.cleaned_data["base"], **form.words())
            messages.success(request, "更正已保存。")
            return redirect(correction)
    context = {"issue": issue, "form": form, "correction": correction}
    return render(request, "bulletins/correction_edit.html", context, status=status_of(request, form))


def move(request, pk, verb):
    """送签发, 签发更正, 退回 …"""
    correction, step = correction_of(request, pk), CORRECTION_MOVES[verb]
    if not correction.allows(verb, request.user):
        raise NotYours(f"“{step.label}”由{'、'.join(role.label for role in step.by)}办理。")
    form = DecisionForm(posted(request), step=step, base=correction.version)
    if form.is_valid():
        with said_on(form):
            base = form.cleaned_data["base"]
            actions.move(correction, verb, by=request.user, reason=form.why(), base=base)
            messages.success(request, f"已{step.label}。")
            return redirect(correction)
    context = {"correction": correction, "step": step, "form": form}
    return render(request, "bulletins/correction_move.html", context, status=status_of(request, form))


@require_POST
def printed(request, pk):
    """Put the ticked corrections into an issue in compilation."""
    issue = mine(request, pk)
    wanted = [number for pk in request.POST.getlist("corrections") if (number := whole(pk))]
    found = Correction.objects.at_desk_of(request.user).filter(pk__in=wanted)
    rows = sorted(found, key=lambda row: wanted.index(row.pk))
    if not rows:
        raise Refused("请先勾选要刊登的更正。")
    actions.print_in(issue, rows, by=request.user)
    messages.success(request, f"已把 {len(rows)} 条更正编在本期末尾。")
    return redirect(issue)
