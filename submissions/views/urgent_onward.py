"""Words going further up: drafted, approved by another, and only then reported."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.models import Event
from accounts.numbers import whole
from accounts.refusal import NotYours
from submissions.actions import urgent as sending
from submissions.actions import urgent_onward
from submissions.actions.urgent_handling import body_of
from submissions.forms.urgent_office import OnwardForm, ReportedForm, SayForm
from submissions.models import Incident, Onward
from submissions.urgent_states import ONWARD_MOVES
from submissions.views.urgent import DONE, said


def new(request, pk):
    """Begin from the newest report of the chain."""
    incident = get_object_or_404(Incident.objects.visible_to(request.user).select_related("unit"), pk=pk)
    sending.refuse_role(incident, "onward", request.user)
    last = incident.reports.order_by("-number").first()
    form = form_for(request, {"title": last.title, "body": body_of(last)})
    made = []
    status = 200
    if request.method == "POST":
        status = said(
            form, lambda data: made.append(urgent_onward.draft(incident, by=request.user, **words(data)))
        )
    if status == DONE:
        messages.success(request, "上报稿已送核签。")
        return redirect("submissions:urgent_onward", made[0].pk)
    return render(
        request, "submissions/urgent/onward_edit.html", {"incident": incident, "form": form}, status=status
    )


def form_for(request, start):
    """Posted, given back after a lost session, or begun from `start`."""
    if request.method == "POST":
        return OnwardForm(request.POST, user=request.user)
    found = kept.posted(request)
    return OnwardForm(user=request.user, initial=start | (found.dict() if found is not None else {}))


def words(data):
    return {"title": data["title"], "body": data["body"]}


def papers(request):
    return Onward.objects.visible_to(request.user).select_related(
        "incident__unit", "incident__office", "drafted_by", "written_by", "approved_by", "report"
    )


def show(request, pk, status=200, form=None):
    paper = get_object_or_404(papers(request), pk=pk)
    moves = paper.moves_for(request.user)
    may_report = "report" in dict(moves)
    context = {
        "paper": paper,
        "moves": [(verb, step) for verb, step in moves if verb not in ("rewrite", "report")],
        "may_rewrite": "rewrite" in dict(moves),
        "form": form or (ReportedForm() if may_report else None),
        "history": Event.objects.about(paper),
        "waits_for_another": paper.state == "waiting"
        and paper.allows("approve", request.user)
        and paper.is_own(request.user),
    }
    return render(request, "submissions/urgent/onward.html", context, status=status)


def edit(request, pk):
    paper = get_object_or_404(papers(request), pk=pk)
    refuse(paper, "rewrite", request.user)
    form = form_for(request, words(vars(paper)) | {"base": paper.version})
    status = 200
    if request.method == "POST":
        status = said(
            form,
            lambda data: urgent_onward.rewrite(paper, by=request.user, base=data["base"] or 0, **words(data)),
        )
    if status == DONE:
        messages.success(request, "上报稿已修改，待核签。")
        return redirect("submissions:urgent_onward", pk)
    context = {"incident": paper.incident, "paper": paper, "form": form}
    return render(request, "submissions/urgent/onward_edit.html", context, status=status)


def refuse(paper, verb, user):
    """Not theirs to do: told at the door."""
    if not paper.allows(verb, user):
        raise NotYours(f"“{ONWARD_MOVES[verb].label}”不在您的岗位职责之内。")


def move(request, pk, verb):
    """Approve, return, take back, drop, restore; a page asks where words are needed."""
    paper = get_object_or_404(papers(request), pk=pk)
    refuse(paper, verb, request.user)
    step, seen = ONWARD_MOVES[verb], whole(request.POST.get("seen", "")) or 0
    if not step.needs_reason and request.method == "POST":
        urgent_onward.decide(paper, verb, by=request.user, seen=seen)
        return said_of(request, paper, step)
    form = SayForm(kept.posted(request) if step.needs_reason else None, verb=verb, user=request.user)
    status = 200
    if request.method == "POST":
        status = said(
            form, lambda data: urgent_onward.decide(paper, verb, by=request.user, reason=data["reason"])
        )
    if status == DONE:
        return said_of(request, paper, step)
    return render(
        request,
        "submissions/urgent/onward_say.html",
        {"paper": paper, "step": step, "form": form},
        status=status,
    )


def said_of(request, paper, step):
    messages.success(request, f"已{step.label}：《{paper}》。")
    return redirect("submissions:urgent_onward", paper.pk)


@require_POST
def report(request, pk):
    """登记已上报: to whom, when, how."""
    paper = get_object_or_404(papers(request), pk=pk)
    refuse(paper, "report", request.user)
    form = ReportedForm(request.POST)
    status = said(form, lambda data: urgent_onward.register(paper, by=request.user, **data))
    if status == DONE:
        messages.success(request, "已登记上报。")
        return redirect("submissions:urgent_onward", pk)
    return show(request, pk, status=status, form=form)
