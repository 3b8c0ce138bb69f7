"""人员备案: what units file about their people, what the office answers, what is carried out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from accounts import kept
from accounts.actions import roster as actions
from accounts.filing import FILING_MOVES, Change, Filed
from accounts.forms.keeping import PersonForm
from accounts.forms.roster import RosterForm, VerdictForm, posts_of, start_of
from accounts.models import Event, RosterChange, Unit
from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from accounts.roles import DESK_ROLES, UNIT_ROLES, Role
from accounts.views.people import show_password

PAGE = 30


def roster(request):
    """What was filed: first what waits for this person, the longest waiting on top."""
    user = request.user
    if not user.roles.intersection((*UNIT_ROLES, *DESK_ROLES, Role.SYSADMIN, Role.SECADMIN)):
        raise NotYours("人员备案由单位审核人提交、编发单位审核、系统管理员办理。")
    unit = Unit.objects.filter(pk=whole(request.GET.get("unit", ""))).first()
    found = RosterChange.objects.visible_to(user).of_unit(unit)
    state = chosen_state(request, found)
    tally = found.tally()
    context = {
        "state": state,
        "unit": unit if found.exists() else None,
        "tabs": [(value, label, tally.get(value, 0)) for value, label in Filed.choices],
        "total": sum(tally.values()),
        "page": page_of(request, found.in_state(state)),
        "files_for": user.units_as(Role.REVIEWER),
        "keeps": bool(user.roles & {Role.SYSADMIN, Role.SECADMIN}),
    }
    return render(request, "accounts/roster.html", context)


def chosen_state(request, found):
    """Without a choice the page opens on what this person has to do."""
    if "state" in request.GET:
        return request.GET["state"] if request.GET["state"] in Filed.values else ""
    mine = found.awaiting(request.user).values_list("state", flat=True).first()
    return mine or ""


def page_of(request, found):
    """One page, each row with the buttons of who reads it."""
    page = Paginator(found.waiting_first().with_names(), PAGE).get_page(request.GET.get("page"))
    for filing in page:
        filing.moves = filing.moves_for(request.user)
    return page


def filing_new(request, pk, change):
    """File a change of one's own unit."""
    unit = get_object_or_404(
        Unit.objects.filter(pk__in=[u.pk for u in request.user.units_as(*UNIT_ROLES)]), pk=pk
    )
    if not request.user.holds(Role.REVIEWER, unit):
        raise NotYours("人员变动由本单位审核人备案。")
    post = posts_of(unit).filter(pk=whole(request.GET.get("post", ""))).first()
    form = RosterForm(kept.posted(request), by=request.user, unit=unit, change=change, initial=start_of(post))
    if request.method == "POST" and form.is_valid():
        try:
            filing = actions.file_change(by=request.user, unit=unit, change=change, **form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已提交备案，待{filing.office}同意。")
            return redirect("accounts:filing", filing.pk)
    context = {"form": form, "unit": unit, "change": Change(change), "changes": Change}
    return render(request, "accounts/filing_form.html", context, status=422 if form.is_bound else 200)


def filing(request, pk):
    """One filing: what it says, where it stands, what was done to it."""
    filing = found(request, pk)
    context = {
        "filing": filing,
        "moves": filing.moves_for(request.user),
        "history": Event.objects.about(filing),
        "phone": filing.phone if reads_phone(filing, request.user) else "",
    }
    return render(request, "accounts/filing.html", context)


def found(request, pk):
    return get_object_or_404(RosterChange.objects.visible_to(request.user).with_names(), pk=pk)


def reads_phone(filing, user):
    """A telephone is for who files, decides or enters it (domain §10.1)."""
    return any(filing.is_place_of(role, user) for role in (Role.REVIEWER, Role.EDITOR, Role.SYSADMIN))


def filing_move(request, pk, verb):
    """Ask for a reason where the table wants one, then act."""
    filing, step = found(request, pk), FILING_MOVES[verb]
    if not filing.allows(verb, request.user):
        raise NotYours(f"“{step.label}”不在您的岗位职责之内。")
    if verb == "carry-out" and filing.needs_account:
        return redirect("accounts:filing_account", pk)
    start = {"writer": kept.writer_key(request.user)}
    form = VerdictForm(kept.posted(request), initial=start) if step.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            done = act(request, filing, verb, form)
        except NotYours:
            raise
        except Refused as refusal:
            return ask(request, filing, verb, form, refusal, status=409)
        messages.success(request, said(done, step))
        return redirect("accounts:filing", pk)
    return ask(request, filing, verb, form, status=422 if request.method == "POST" else 200)


def act(request, filing, verb, form):
    seen = request.POST.get("seen", "")
    if verb == "carry-out":
        return actions.carry_out(filing, by=request.user, seen=seen)[0]
    reason = form.cleaned_data["reason"] if form else ""
    return actions.move(filing, verb, by=request.user, reason=reason, seen=seen)


def said(filing, step):
    if filing.entered_id:
        return f"已办理：{filing}。新岗位待安全管理员授权后生效。"
    return f"已{step.label}：{filing}。"


def ask(request, filing, verb, form, refusal=None, status=200):
    context = {
        "filing": filing if refusal is None else found(request, filing.pk),
        "step": FILING_MOVES[verb],
        "form": form,
        "refusal": refusal,
    }
    return render(request, "accounts/filing_move.html", context, status=status)


@never_cache
def filing_account(request, pk):
    """A newcomer's account, prefilled from the filing; opened and entered in one act."""
    filing = found(request, pk)
    if not filing.allows("carry-out", request.user):
        raise NotYours("备案由系统管理员办理。")
    if not filing.needs_account or filing.state != Filed.APPROVED:
        messages.error(request, f"“{filing}”现为“{filing.get_state_display()}”，不需要开通账号。")
        return redirect("accounts:filing", pk)
    start = {name: getattr(filing, name) for name in ("name", "title", "phone", "email")}
    start |= {"home": filing.unit_id, "writer": kept.writer_key(request.user)}
    form = PersonForm(kept.posted(request), by=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            done, password = actions.carry_out(
                filing, by=request.user, seen=request.POST.get("seen", ""), account=form.changes()
            )
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return show_password(request, done.person, password, "账号已开通，岗位待授权")
    context = {"form": form, "filing": filing}
    return render(request, "accounts/filing_account.html", context, status=422 if form.is_bound else 200)
