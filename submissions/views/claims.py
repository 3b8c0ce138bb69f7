"""Claiming, handing on and annotating an item on the desk."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.models import User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions import claiming
from submissions.forms.desk import HandOverForm, ProposeForm, VerifyForm
from submissions.models import Submission
from submissions.views.queue import Queue

HOW = {"claim": claiming.claim, "unclaim": claiming.unclaim, "take-over": claiming.take_over}
SAID = {
    "claim": "已领取《{}》。",
    "unclaim": "已放回《{}》。",
    "take-over": "已接手《{}》，原领取人会收到消息。",
}


def on_desk(request, pk):
    """An item of a desk where this person edits; others who may read it are told so."""
    item = get_object_or_404(Submission.objects.visible_to(request.user).with_people(), pk=pk)
    if not request.user.holds(Role.EDITOR, item.office):
        raise NotYours("来稿由收稿单位的责任编辑筛选。")
    return item


def back(request, item):
    return redirect(Queue(request.user, request.GET).url("submissions:detail", item.pk))


@require_POST
def claim(request, pk):
    """Claim, put back or take over."""
    item, how = on_desk(request, pk), request.POST.get("how", "claim")
    if how not in HOW:
        raise Http404
    try:
        HOW[how](item, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, f"{refusal}")
    else:
        messages.success(request, SAID[how].format(item.filed))
    return back(request, item)


def hand_over(request, pk):
    """To whom, with which word."""
    item = on_desk(request, pk)
    colleagues = User.objects.holding(Role.EDITOR, item.office).exclude(pk=request.user.pk)
    form = HandOverForm(kept.posted(request), colleagues=colleagues)
    return note(request, item, form, "移交", lambda data: hand(request, item, data))


def hand(request, item, data):
    claiming.hand_over(item, to=data["to"], by=request.user, note=data["note"])
    return f"已移交{data['to']}，对方会收到消息。"


def verify(request, pk):
    """What was found out about the facts."""
    item = on_desk(request, pk)
    start = {"verdict": item.verification, "note": item.verification_note}
    form = VerifyForm(kept.posted(request), initial=start)
    return note(request, item, form, "核实", lambda data: check(request, item, data))


def check(request, item, data):
    done = claiming.verify(item, data["verdict"], by=request.user, note=data["note"])
    return f"已记为“{done.get_verification_display()}”。"


def propose(request, pk):
    """For which bulletins it would do."""
    item = on_desk(request, pk)
    form = ProposeForm(kept.posted(request), initial={"publications": list(item.chosen.values())})
    return note(request, item, form, "建议刊物", lambda data: suggest(request, item, data))


def suggest(request, item, data):
    claiming.propose(item, data["publications"], by=request.user)
    return "建议已记下。"


def note(request, item, form, title, act):
    """A small form beside an item: done, or shown again with what was typed."""
    refusal, status = None, 200
    if request.method == "POST":
        refusal, status, said = attempt(form, act)
        if status == 200:
            messages.success(request, said)
            return back(request, item)
    queue = Queue(request.user, request.GET)
    context = {"item": item, "form": form, "title": title, "refusal": refusal, "queue": queue}
    context |= {"writer": kept.writer_key(request.user), "suggests": "publications" in form.fields}
    return render(request, "submissions/note.html", context, status=status)


def attempt(form, act):
    if not form.is_valid():
        return None, 422, ""
    try:
        return None, 200, act(form.cleaned_data)
    except Refused as refusal:
        return refusal, 409, ""
