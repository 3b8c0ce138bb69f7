"""发放: noting day and voucher of what was handed over, or that it came back; and the year's fund."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from scoring.actions import payments as actions
from scoring.forms.pay import FundForm, HandOverForm, WhyForm
from scoring.funding import purse, year_of
from scoring.models import AwardList, PayList, Payment
from scoring.models.pay import MONEY_ROLES
from scoring.views.asking import ask
from scoring.views.pay import at, purser


def of_pay_list(request, pk):
    return handing(request, get_object_or_404(PayList.objects.visible_to(request.user).with_names(), pk=pk))


def of_award_list(request, pk):
    money = AwardList.objects.filter(office__in=request.user.units_as(*MONEY_ROLES))
    return handing(request, get_object_or_404(money.with_names(), pk=pk))


def handing(request, source):
    """Tick who signed for the money; all who wait are ticked at first."""
    rows = source.payments.with_names()
    form = HandOverForm(request.POST or None)
    if request.method == "POST":
        refuse_other_hands(request.user, source)
        ticked = [row for row in rows if str(row.pk) in request.POST.getlist("payment")]
        if form.is_valid() and handed(request, source, ticked, form):
            return redirect(source)
    ticks = request.POST.getlist("payment") if request.method == "POST" else None
    context = {
        "list": source,
        "form": form,
        "rows": [(row, row.is_due if ticks is None else str(row.pk) in ticks) for row in rows],
        "may_pay": request.user.holds(Role.SCORER, source.office),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "scoring/payments.html", context, status=status)


def refuse_other_hands(user, source):
    if not user.holds(Role.SCORER, source.office):
        raise NotYours(f"发放由{source.office}的积分管理员登记。")


def handed(request, source, ticked, form):
    try:
        rows = actions.hand_over(source, ticked, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"已登记发放{len(rows)}笔。")
    return True


def send_back(request, pk):
    seen = Payment.objects.filter(office__in=request.user.units_as(*MONEY_ROLES))
    row = get_object_or_404(seen.with_names(), pk=pk)
    refuse_other_hands(request.user, row.source)
    return ask(
        request,
        WhyForm(request.POST or None),
        lambda given: actions.send_back(row, by=request.user, **given) and None,
        title=f"登记未领退回：{row.payee}",
        button="确认登记",
        back=row.source.get_absolute_url(),
        done="已登记；以后领取时仍可登记发放。",
        lead=f"{row.source}　{row.payee}　{row.amount}元",
    )


def fund(request):
    reader = purser(request)
    if not reader.keeps_score:
        raise NotYours(f"经费由{reader.office}的积分管理员登记。")
    today = timezone.localdate()
    known = purse(reader.office, year_of(reader.office, today)[0]).fund
    initial = {"day": today, "amount": known and known.amount, "note": known and known.note}
    return ask(
        request,
        FundForm(request.POST or None, initial=initial),
        lambda given: actions.set_fund(reader.office, by=request.user, **given) and None,
        title="登记年度经费",
        button="保存",
        back=at("pay", reader.query),
        done="已登记，稿酬和奖金从中列支。",
        lead="稿酬表签发、奖金审定后自动列支；超出经费时会提醒，不会阻止。",
    )
