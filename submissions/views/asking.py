"""Saying a verb over a call, a commission or an invitation: a page that asks, a POST that does."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from accounts import kept
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.forms.calling import WhyForm
from submissions.tables import workbook

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 20


def decide(request, thing, step, act, *, allowed, back, seen=None):
    """Ask for a reason or a confirmation; what was typed stays when the act is refused.

    `seen` says what the page stands for: given the refusal, if there was one.
    """
    if not allowed:
        raise NotYours(f"“{step.label}”不在您的岗位职责之内。")
    form = WhyForm(kept.posted(request)) if step.needs_reason else None
    refusal, status = None, 422 if request.method == "POST" else 200
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            act(form.cleaned_data["reason"] if form else "")
        except NotYours:
            raise
        except Refused as problem:
            refusal, status = problem, 409
        else:
            messages.success(request, f"已{step.label}：“{thing}”。")
            return redirect(back)
    context = {"thing": thing, "step": step, "form": form, "refusal": refusal, "back": back}
    context |= {"writer": kept.writer_key(request.user), "seen": seen(refusal) if seen else ""}
    return render(request, "submissions/ask.html", context, status=status)


def form_page(request, form, act, *, title, button, back, hint=""):
    """One small form and its act: valid input that is refused comes back with the sentence."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = act(form)
            except NotYours:
                raise
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, done)
                return redirect(back)
    context = {"form": form, "title": title, "button": button, "back": back, "hint": hint}
    context["writer"] = kept.writer_key(request.user)
    return render(request, "submissions/ask_form.html", context, status=status)


def office_of(request):
    """The office an editor writes for: the one asked for, else the first."""
    offices = request.user.units_as(Role.EDITOR)
    asked = request.GET.get("office")
    chosen = [office for office in offices if str(office.pk) == asked] or offices
    if not chosen:
        raise NotYours("报送要点和约稿由责任编辑拟定发出。")
    return chosen[0]


def spreadsheet(title, subtitle, tables):
    """The rows of the screen as a file."""
    name = content_disposition_header(as_attachment=True, filename=f"{title}.xlsx")
    content = workbook(title, subtitle, tables)
    return HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": name})
