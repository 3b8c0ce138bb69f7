"""Saying a verb of the table: a page that asks, a POST that does."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts import kept
from accounts.refusal import NotYours, Refused
from accounts.roles import DESK_ROLES
from submissions import actions
from submissions.forms.deciding import ReasonForm, SignForm
from submissions.models import Submission
from submissions.states import MOVES


def move(request, pk, verb):
    """Ask for a reason or a confirmation where the table wants one, then act."""
    item = get_object_or_404(Submission.objects.visible_to(request.user).with_people(), pk=pk)
    step = MOVES[verb]
    refuse_role(item, verb, request.user)
    form = reason_form(request, step, verb, item) if step.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            done = act(item, verb, request, form)
        except NotYours:
            raise
        except Refused as refusal:
            return ask(request, item, verb, form, refusal, status=409)
        messages.success(request, f"已{step.label}：《{done.text_for(request.user) or item}》。")
        return redirect(after(request, done))
    return ask(request, item, verb, form, status=422 if request.method == "POST" else 200)


def refuse_role(item, verb, user):
    """Not theirs to do: told at the door, before any form is filled in."""
    if not item.allows(verb, user):
        raise NotYours(f"“{MOVES[verb].label}”不在您的岗位职责之内。")


def reason_form(request, step, verb, item):
    catalogue = step.by[0] in DESK_ROLES
    return ReasonForm(kept.posted(request), verb=verb, catalogue=catalogue)


def act(item, verb, request, form):
    extra = {"answer_by": form.cleaned_data.get("answer_by"), "reason": form.reason()} if form else {}
    return actions.move(item, verb, by=request.user, seen=request.POST.get("seen", ""), **extra)


def ask(request, item, verb, form, refusal=None, status=200):
    context = {
        "item": item,
        "text": item.text_for(request.user) or item,
        "writer": kept.writer_key(request.user),
        "step": MOVES[verb],
        "form": form,
        "refusal": refusal,
        "seen": item.seen if refusal is None else Submission.objects.get(pk=item.pk).seen,
    }
    return render(request, "submissions/move.html", context, status=status)


def after(request, item):
    """Back to the item; if it left this person's sight, to the list they work from."""
    if Submission.objects.visible_to(request.user).filter(pk=item.pk).exists():
        return item_url(item)
    return "submissions:index"


def item_url(item):
    return f"/submissions/{item.pk}/"


def sign(request, pk):
    """The unit's signature and the secrecy review on one page."""
    item = get_object_or_404(Submission.objects.visible_to(request.user).with_people(), pk=pk)
    refuse_role(item, "sign", request.user)
    markers = actions.markers_of(item)
    form = SignForm(request.POST or None, markers=markers)
    refusal, status = None, 200
    if request.method == "POST":
        refusal, status = try_to_sign(request, item, form)
        if status == 200:
            messages.success(request, f"《{item}》已审签报送。")
            return redirect("submissions:detail", pk)
    context = {
        "item": item,
        "form": form,
        "markers": markers,
        "refusal": refusal,
        "attachments": item.attachments.present().beside(item.rich),
    }
    return render(request, "submissions/sign.html", context, status=status)


def try_to_sign(request, item, form):
    """The refusal, if any, and the status of the answer."""
    if not form.is_valid():
        return None, 422
    try:
        seen, clearance = request.POST.get("seen") or "?", form.cleaned_data.get("clearance", "")
        actions.sign(item, by=request.user, reviewed=True, clearance=clearance, seen=seen)
    except NotYours:
        raise
    except Refused as refusal:
        return refusal, 409
    return None, 200
