"""Commissions as the office sees them: issuing, the completion table, extending, ending, a period's figures."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts import kept
from accounts.models import Event, Unit
from accounts.refusal import NotYours, Refused
from accounts.roles import OFFICE_ROLES, Role
from submissions.actions import commissions as acts
from submissions.calling import COMMISSION_MOVES, OWED, CommissionState, Reply
from submissions.counting import COMMISSION_STAGES, commission_table, completion
from submissions.forms.calling import CommissionForm, DeadlineFields, InviteForm, PeriodForm
from submissions.models import Commission
from submissions.views.asking import PAGE, decide, form_page, office_of, spreadsheet


def page_of(commission):
    return reverse("submissions:commission", args=[commission.pk])


def index(request):
    """约稿 of the office, by state; how far each has come."""
    found = Commission.objects.visible_to(request.user)
    stages = dict(COMMISSION_STAGES)
    asked = request.GET.get("state", "")
    stage = asked if asked in stages else ""
    shown = found.in_stage(stage).select_related("office").newest()
    shown = shown.annotate(
        invited=Count("invitations"),
        answered=Count("invitations", filter=Q(invitations__state=Reply.ANSWERED)),
        owed=Count("invitations", filter=Q(invitations__state__in=OWED, state=CommissionState.OPEN)),
    )
    context = {
        "tabs": [(value, label, found.in_stage(value).count()) for value, label in COMMISSION_STAGES],
        "state": stage,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "may_write": Role.EDITOR in request.user.roles,
    }
    return render(request, "submissions/commissions.html", context)


def found_commission(request, pk):
    found = Commission.objects.visible_to(request.user).select_related("office", "made_by")
    return get_object_or_404(found, pk=pk)


def detail(request, pk):
    asked = found_commission(request, pk)
    context = {
        "commission": asked,
        "table": commission_table(asked, request.user),
        "moves": asked.moves_for(request.user),
        "may_extend": asked.may("extend", request.user),
        "may_invite": asked.may("invite", request.user) and not asked.is_due,
        "history": Event.objects.about(asked),
    }
    return render(request, "submissions/commission.html", context)


def commission_xlsx(request, pk):
    asked = found_commission(request, pk)
    subtitle = f"{asked.office}　截止{timezone.localtime(asked.deadline):%Y-%m-%d %H:%M}"
    return spreadsheet(f"约稿完成情况：{asked}", subtitle, [commission_table(asked, request.user)])


def new(request):
    """Title, requirements, deadline, units; a refusal comes back with everything that was typed."""
    office = office_of(request)
    units = Unit.objects.reporting_to(office).active()
    contact = f"{request.user}　{request.user.phone}".strip()
    form = CommissionForm(kept.posted(request), units=units, initial={"contact": contact})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (asked := issue(request, form, office)):
            return redirect(page_of(asked))
    context = {
        "form": form,
        "office": office,
        "units": units,
        "chosen": set(form.data.getlist("units")) if form.is_bound else set(),
        "writer": kept.writer_key(request.user),
    }
    return render(request, "submissions/commission_form.html", context, status=status)


def issue(request, form, office):
    try:
        asked = acts.commission(by=request.user, office=office, **form.content())
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, f"约稿《{asked}》已发出，{asked.invitations.count()}个单位已收到通知。")
    return asked


def move(request, pk, verb):
    asked = found_commission(request, pk)
    return decide(
        request,
        asked,
        COMMISSION_MOVES[verb],
        lambda reason: acts.move_commission(asked, verb, by=request.user, reason=reason),
        allowed=asked.allows(verb, request.user),
        back=page_of(asked),
    )


def editors_commission(request, pk, verb):
    asked = found_commission(request, pk)
    if not asked.allows(verb, request.user):
        raise NotYours(f"“{COMMISSION_MOVES[verb].label}”由{asked.office}的责任编辑办理。")
    return asked


def extend(request, pk):
    asked = editors_commission(request, pk, "extend")

    def act(form):
        acts.extend(asked, by=request.user, deadline=form.deadline())
        return f"约稿《{asked}》已延期，尚未报送的单位已收到通知。"

    local = timezone.localtime(asked.deadline)
    form = DeadlineFields(kept.posted(request), initial={"hour": local.time()})
    hint = f"现截止{local:%Y-%m-%d %H:%M}。延期后尚未报送的单位会收到通知，已记逾期的重新计。"
    return form_page(
        request, form, act, title=f"延期：{asked}", button="延期", back=page_of(asked), hint=hint
    )


def invite(request, pk):
    asked = editors_commission(request, pk, "invite")
    known = asked.invitations.values("unit")
    units = Unit.objects.reporting_to(asked.office).active().exclude(pk__in=known)

    def act(form):
        acts.invite(asked, list(form.cleaned_data["units"]), by=request.user)
        return "已增加约稿单位，并已通知。"

    form = InviteForm(kept.posted(request), units=units)
    hint = "" if units else "本办公室的单位都已约到，没有可增加的。"
    return form_page(
        request, form, act, title=f"增加约稿单位：{asked}", button="增加", back=page_of(asked), hint=hint
    )


def reading_office(request):
    """The office whose figures are asked for; others are not there."""
    offices = request.user.units_as(*OFFICE_ROLES)
    asked = request.GET.get("office")
    chosen = [office for office in offices if asked in (None, "", str(office.pk))]
    if not chosen:
        raise Http404("no such office")
    return chosen[0]


def period_table(request):
    office = reading_office(request)
    form = PeriodForm(request.GET)
    first, last = form.period()
    due = Commission.objects.visible_to(request.user).filter(office=office).due_between(first, last)
    return office, first, last, completion(due.order_by("deadline", "pk"))


def completion_page(request):
    """Units × commissions of a period."""
    office, first, last, table = period_table(request)
    form = PeriodForm(initial={"first": first, "last": last})
    query = urlencode({"first": first, "last": last, "office": office.pk})
    context = {"office": office, "form": form, "table": table, "query": query}
    return render(request, "submissions/completion.html", context)


def completion_xlsx(request):
    office, first, last, table = period_table(request)
    subtitle = f"{office}　截止时间{first:%Y-%m-%d}至{last:%Y-%m-%d}"
    return spreadsheet("约稿完成情况", subtitle, [table])
