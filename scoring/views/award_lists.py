"""评选名单: candidates with their reasons, what people decided, objections, and the road to the signature."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Event
from accounts.numbers import whole
from accounts.roles import Role
from bulletins.views.files import sent
from scoring.actions import award_lists as actions
from scoring.award_states import AWARD_MOVES, AwardState
from scoring.award_tables import award_content, by_award
from scoring.forms.awards import AnswerForm, DecideForm, NoticeForm, ObjectionForm
from scoring.forms.pay import WhyForm
from scoring.funding import purse
from scoring.models import AwardList, Candidate, Objection, SignedFile
from scoring.models.pay import MONEY_ROLES
from scoring.money_papers import award_paper, award_workbook
from scoring.signing_files import printed
from scoring.views.asking import ask
from scoring.views.awards import in_short
from scoring.views.pay import EXCEL
from submissions.uploads import KINDS

PAGE = 50


def found_for(request, pk):
    return get_object_or_404(AwardList.objects.visible_to(request.user).with_names(), pk=pk)


def award_list(request, pk):
    """For those who decide with all reasons; for the others who is commended, and how they stand themselves."""
    found = found_for(request, pk)
    inner = request.user.holds_any(MONEY_ROLES, found.office)
    rows = list(Candidate.objects.visible_to(request.user).filter(list=found).with_names())
    shown = [(award, in_short(group) if inner else group) for award, group in by_award(rows)]
    context = {
        "list": found,
        "sections": shown,
        "inner": inner,
        "may_decide": found.state == AwardState.DRAFT and request.user.holds(Role.SCORER, found.office),
        "undecided": sum(one.chosen is None for one in rows),
        "moves": found.moves_for(request.user),
        "objections": Objection.objects.visible_to(request.user)
        .filter(list=found)
        .select_related("by", "replied_by"),
        "may_object": found.state == AwardState.NOTICE,
        "may_answer": request.user.holds_any((Role.SCORER, Role.APPROVER), found.office),
        **(money(request, found, rows) if inner else {}),
    }
    return render(request, "scoring/award_list.html", context)


def money(request, found, rows):
    """Prizes and the log, which are not everybody's."""
    funds = purse(found.office, found.scheme.first)
    prizes = sum(one.award.prize for one in rows if one.chosen)
    return {
        "prizes": prizes,
        "exceeds": funds.exceeded_by(0 if found.is_final else prizes),
        "payments": found.payments.with_names() if found.is_final else [],
        "may_pay": found.is_final and request.user.holds(Role.SCORER, found.office),
        "history": Event.objects.about(found),
    }


def others(request, pk):
    """Everybody who was judged for one award, those below the places too."""
    found = found_for(request, pk)
    if not request.user.holds_any(MONEY_ROLES, found.office):
        raise Http404("the judging is the office's")
    award = get_object_or_404(found.scheme.awards, pk=whole(request.GET.get("award", "")))
    rows = found.candidates.filter(award=award).with_names().order_by("pk")
    context = {
        "list": found,
        "award": award,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_decide": found.state == AwardState.DRAFT and request.user.holds(Role.SCORER, found.office),
    }
    return render(request, "scoring/award_others.html", context)


def decide(request, pk):
    """In or out, with a reason; a tie may go either way."""
    mine = AwardList.objects.filter(office__in=request.user.units_as(*MONEY_ROLES))
    one = get_object_or_404(Candidate.objects.filter(list__in=mine).with_names(), pk=pk)
    chosen = request.GET.get("in", "") == "1"
    label = "列入名单" if chosen else "不列入名单"
    return ask(
        request,
        DecideForm(request.POST or None),
        lambda given: actions.decide(one, chosen=chosen, by=request.user, **given) and None,
        title=f"{one}：{label}",
        button=f"确认{label}",
        back=one.list.get_absolute_url(),
        done=f"{one}：已{label}。",
        lead=f"{one.award}　{one.get_verdict_display()}　{one.why}",
    )


@require_POST
def renew(request, pk):
    found = actions.renew(found_for(request, pk), by=request.user)
    messages.success(request, "已按现在的方案和积分重新测算，人工决定保留。")
    return redirect(found)


def move(request, pk, verb):
    found, step = found_for(request, pk), AWARD_MOVES[verb]
    actions.refuse_hand(found, verb, request.user)
    form = NoticeForm(request.POST or None) if verb == "announce" else None
    form = WhyForm(request.POST or None) if step.needs_reason else form
    return ask(
        request,
        form,
        lambda given: actions.move(found, verb, by=request.user, **said(given)),
        title=f"{step.label}：{found}",
        button=f"确认{step.label}",
        back=found.get_absolute_url(),
        done=f"已{step.label}。",
        lead=step.confirm,
        tone=step.tone,
    )


def said(given):
    """What a form gave, in the action's words."""
    if "first" in given:
        return {"notice": (given["first"], given["last"])}
    return {"reason": given.get("reason", "")}


def object_to(request, pk):
    found = found_for(request, pk)
    return ask(
        request,
        ObjectionForm(request.POST or None, initial={"source": f"{request.user.home}　{request.user}"}),
        lambda given: actions.object_to(found, by=request.user, **given) and None,
        title=f"登记异议：{found}",
        button="登记",
        back=found.get_absolute_url(),
        done="已登记，答复后可在名单页查看。",
        lead="公示期间对名单有意见的，写明情况；只有评选经办人和登记人本人能看到。",
    )


def answer(request, pk):
    mine = AwardList.objects.filter(office__in=request.user.units_as(*MONEY_ROLES))
    one = get_object_or_404(
        Objection.objects.filter(list__in=mine).select_related("list__office", "list__scheme"), pk=pk
    )
    return ask(
        request,
        AnswerForm(request.POST or None),
        lambda given: actions.answer(one, by=request.user, **given) and None,
        title="答复异议",
        button="答复",
        back=one.list.get_absolute_url(),
        done="已答复。",
        lead=str(one),
    )


def file(request, pk, format):
    """As signed; before that as it stands."""
    money = AwardList.objects.filter(office__in=request.user.units_as(*MONEY_ROLES))
    found = get_object_or_404(money.with_names(), pk=pk)
    actions.note_read(found, format, by=request.user)
    name = f"{found}.{format}"
    return sent(
        bytes_of(found, format), EXCEL if format == "xlsx" else KINDS[format], name, attached=format != "pdf"
    )


def bytes_of(found, format):
    kept = SignedFile.objects.filter(award_list=found, format=format).first()
    if kept:
        return bytes(kept.content)
    content = award_content(found, found.candidates.with_names())
    if format == "xlsx":
        return award_workbook(content)
    return printed(award_paper(content, actions.hands_of(found)), format)
