"""稿酬表: the lists of an office, one list with its lines, and its road to the signature."""

from decimal import Decimal
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.views.files import sent
from scoring.actions import pay as actions
from scoring.forms.pay import CorrectionForm, DrawForm, WhyForm
from scoring.funding import purse, year_of
from scoring.models import PayCorrection, PayLine, PayList, Payment, SignedFile
from scoring.models.pay import MONEY_ROLES
from scoring.money_papers import named_lines, pay_paper, pay_tables, pay_workbook
from scoring.origins import origins
from scoring.pay_states import PAY_MOVES, PayState
from scoring.payroll import content_of
from scoring.reading import Reader
from scoring.signing_files import printed
from scoring.views.asking import ask
from submissions.tables import Cell
from submissions.uploads import KINDS

PAGE = 30
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def purser(request):
    """The reader, at an office whose money they answer for; a writer has a page of their own."""
    reader = Reader.of(request)
    if not request.user.holds_any(MONEY_ROLES, reader.office):
        raise NotYours(f"稿酬和奖金由{reader.office}的积分管理员、核签和领导查看；本人的请看“我的稿酬”。")
    return reader


def index(request):
    reader = Reader.of(request)
    if not request.user.holds_any(MONEY_ROLES, reader.office):
        return redirect("scoring:pay_mine")
    found = PayList.objects.visible_to(request.user).filter(office=reader.office)
    context = {
        "reader": reader,
        "office": reader.office,
        "page": Paginator(found.with_names().with_sums(), PAGE).get_page(request.GET.get("page")),
        "purse": purse(reader.office, this_year(reader.office)),
        "open": found.open().exists(),
    }
    return render(request, "scoring/pay.html", context)


def this_year(office):
    return year_of(office, timezone.localdate())[0]


def new(request):
    reader = purser(request)
    if not reader.keeps_score:
        raise NotYours(f"稿酬表由{reader.office}的积分管理员拟制。")
    return ask(
        request,
        DrawForm(request.POST or None),
        lambda given: actions.draw_up(reader.office, by=request.user, **given),
        title="拟制稿酬表",
        button="拟表",
        back=at("pay", reader.query),
        done="已按采用和考核办法拟出稿酬表，请核对后报审。",
        lead="按考核办法里的稿酬规定，把这一期采用的信息逐条计到人；以前各期漏付、错付的会自动补上或扣回。",
    )


def at(name, query, *args):
    url = reverse(f"scoring:{name}", args=args)
    return f"{url}?{urlencode(query)}" if query else url


def found_for(request, pk):
    return get_object_or_404(PayList.objects.visible_to(request.user).with_names(), pk=pk)


def shown_content(found):
    """What was handed in; what would be, while it is drawn up; nothing of a dropped one."""
    if found.content:
        return found.content
    if found.state == PayState.DROPPED:
        return {"title": found.title, "office": found.office.name, "lines": [], "payees": [], "unnamed": [],
                "first": found.first.isoformat(), "last": found.last.isoformat(), "total": "0"}  # fmt: skip
    return content_of(found)


def pay_list(request, pk):
    found = found_for(request, pk)
    content = shown_content(found)
    funds = purse(found.office, found.year)
    context = {
        "list": found,
        "content": content,
        "table": linked(found, content),
        "total": Decimal(content["total"]),
        "early": sum(line["early"] for line in content["lines"]),
        "corrections": found.corrections.select_related("unit", "person", "by", "dropped_by"),
        "moves": found.moves_for(request.user),
        "may_correct": found.state == PayState.DRAFT and request.user.holds(Role.SCORER, found.office),
        "may_pay": found.is_standing and request.user.holds(Role.SCORER, found.office),
        "payments": payment_of_payees(found),
        "purse": funds,
        "exceeds": funds.exceeded_by(Decimal(0) if found.is_standing else Decimal(content["total"])),
        "files": found.files.defer("content"),
        "history": Event.objects.about(found),
        "reader": Reader(request.user, found.office),
    }
    return render(request, "scoring/pay_list.html", context)


def linked(found, content):
    """The table of the spreadsheet, each sum opening the uses behind it."""
    table = pay_tables(content)[0]
    url = reverse("scoring:pay_lines", args=[found.pk])
    for payee, row in zip(content["payees"], table.rows, strict=True):
        query = urlencode({"payee": payee_key(payee["unit"], payee["person"])})
        row[5] = Cell(row[5].value, f"{url}?{query}", "num")
    return table


def payee_key(unit, person):
    return f"{unit}-{person or ''}"


def payment_of_payees(found):
    return found.payments.with_names() if found.is_standing else []


def lines(request, pk):
    """Every use a sum is made of."""
    found = found_for(request, pk)
    content = shown_content(found)
    asked = request.GET.get("payee", "")
    payee = next((p for p in content["payees"] if payee_key(p["unit"], p["person"]) == asked), None)
    if asked and payee is None:
        raise Http404("nobody of that key on the list")
    named = named_lines(content, (payee["unit"], payee["person"]) if payee else None)
    page = Paginator(named, PAGE).get_page(request.GET.get("page"))
    reader = Reader(request.user, found.office)
    sources = origins([line["fact"] for _, _, _, line in page.object_list], reader)
    context = {
        "list": found,
        "payee": payee,
        "page": page,
        "rows": [(*row, sources[row[3]["fact"]], Decimal(row[3]["amount"])) for row in page.object_list],
        "total": sum((Decimal(line["amount"]) for _, _, _, line in named), Decimal(0)),
    }
    return render(request, "scoring/pay_lines.html", context)


def correct(request, pk):
    found = found_for(request, pk)
    return ask(
        request,
        CorrectionForm(request.POST or None, office=found.office),
        lambda given: actions.correct(found, unit=given["person"].home, by=request.user, **given) and found,
        title=f"手工更正：{found}",
        button="加入表中",
        back=found.get_absolute_url(),
        done="已加入，审核时由另一个人复核。",
        lead="系统算不出的补发、扣回在这里写明；审核人须是另一个人。",
    )


def drop_correction(request, pk):
    mine = PayList.objects.visible_to(request.user)
    one = get_object_or_404(PayCorrection.objects.filter(list__in=mine).select_related("list__office"), pk=pk)
    return ask(
        request,
        None,
        lambda given: actions.drop_correction(one, by=request.user),
        title="撤去手工更正",
        button="确认撤去",
        back=one.list.get_absolute_url(),
        done="已撤去，记录保留。",
        lead=f"{one}，{one.amount}元",
    )


def move(request, pk, verb):
    """Asks first; a refusal keeps what was typed."""
    found, step = found_for(request, pk), PAY_MOVES[verb]
    actions.refuse_hand(found, verb, request.user)
    return ask(
        request,
        WhyForm(request.POST or None) if step.needs_reason else None,
        lambda given: actions.move(found, verb, by=request.user, **given),
        title=f"{step.label}：{found}",
        button=f"确认{step.label}",
        back=found.get_absolute_url(),
        done=f"已{step.label}。",
        lead=step.confirm or f"{found}　合计{Decimal(shown_content(found)['total'])}元",
        tone=step.tone,
    )


def file(request, pk, format):
    """As signed; before that a proof of what would be."""
    found = found_for(request, pk)
    name = f"{found.office.name}{found.title}.{format}"
    actions.note_read(found, format, by=request.user)
    return sent(
        bytes_of(found, format), EXCEL if format == "xlsx" else KINDS[format], name, attached=format != "pdf"
    )


def bytes_of(found, format):
    kept = SignedFile.objects.filter(pay_list=found, format=format).first()
    if kept:
        return bytes(kept.content)
    content = shown_content(found)
    if format == "xlsx":
        return pay_workbook(content)
    return printed(pay_paper(content, actions.hands_of(found)), format)


def mine(request):
    """What one person was and is to be paid: nobody else's."""
    sums = Payment.objects.visible_to(request.user).filter(person=request.user).with_names().order_by("-pk")
    own = PayLine.objects.visible_to(request.user).filter(person=request.user)
    lines_ = own.select_related("submission__filed", "list")
    context = {
        "payments": sums,
        "total": sums.total(),
        "page": Paginator(lines_.order_by("-on", "-pk"), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "scoring/pay_mine.html", context)
