"""Saying the verbs of a report: each page asks for what its verb needs."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.kept import take, writer_key
from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.actions import upward, upward_fates, upward_sending
from bulletins.forms.issues import DecisionForm
from bulletins.forms.upward import FateForm, SentForm
from bulletins.models import Publication
from bulletins.models.uses import uses_for
from bulletins.upward_states import UPWARD_MOVES
from bulletins.views.refusals import posted, said_on, status_of
from bulletins.views.upward import mine
from submissions.forms.deciding import SignForm


def move(request, pk, verb):
    """The page of a verb; the words it is said about stand on it."""
    report, step, user = mine(request, pk), UPWARD_MOVES[verb], request.user
    if not report.allows(verb, user):
        raise NotYours(f"“{step.label}”由{'、'.join(role.label for role in step.by)}办理。")
    if request.method != "POST" and report.stage not in step.start:
        messages.error(request, f"上报稿现为“{report.stage.label}”，不能{step.label}。")
        return redirect(report)
    form = form_for(request, report, verb, step)
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            say(report, verb, form, by=user, base=whole(request.POST.get("base", "")))
            messages.success(request, f"已{step.label}：《{report}》。")
            return redirect(report)
    context = {
        "report": report,
        "verb": verb,
        "step": step,
        "form": form,
        "files": report.files.all(),
        "markers": upward_sending.markers_of(report) if verb == "sign" else [],
        "principal": user.stands_for([Role.APPROVER], report.office) if verb == "sign" else None,
        "writer": writer_key(user),
    }
    return render(request, "bulletins/upward_move.html", context, status=status_of(request, form))


def form_for(request, report, verb, step):
    data, files = posted(request) or take(request), request.FILES or None
    if verb == "sign":
        return SignForm(data, markers=upward_sending.markers_of(report))
    if verb == "send" and not report.to_id:
        return SentForm(data, files)
    if verb == "adopt":
        carriers = Publication.objects.visible_to(request.user).above(report.office)
        return FateForm(data, files, carriers=carriers, uses=uses_for(report.office))
    return DecisionForm(data, step=step, base=report.version)


def say(report, verb, form, *, by, base):
    data = form.cleaned_data
    if verb == "sign":
        given = {"reviewed": data["reviewed"], "clearance": data.get("clearance", "")}
        return upward_sending.sign(report, by=by, base=base, **given)
    if verb == "send":
        given = {name: data[name] for name in ("on", "channel", "receipt", "file") if name in data}
        return upward_sending.send(report, by=by, base=base, **given)
    if verb == "withdraw":
        return upward_sending.withdraw(report, by=by, base=base, reason=form.why())
    if verb == "adopt":
        return upward_fates.adopt(report, by=by, base=base, **form.words())
    if verb == "disown":
        return upward_fates.disown(report, by=by, base=base, reason=form.why())
    return upward.move(report, verb, by=by, base=base, reason=form.why())
