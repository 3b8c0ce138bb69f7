"""督办: the register, the whole course of one on one page, and the office's verbs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.kept import take
from accounts.models import Event
from accounts.refusal import NotYours, Refused
from accounts.roles import OFFICE_ROLES
from bulletins.actions import followups as actions
from bulletins.followup_states import FOLLOWUP_MOVES, OWED, FollowUpState, PartState
from bulletins.forms.followups import AddUnitsForm, AnswerForm, AssignForm, TransferForm, WordForm
from bulletins.models import Extension, Feedback, FollowUp, Instruction, Part
from bulletins.views.files import sent
from bulletins.views.instructions import place_all
from bulletins.views.refusals import posted, said_on, status_of
from submissions.tables import Cell, Table, workbook
from submissions.uploads import KINDS

PAGE = 30
TABS = [("mine", "待我办理"), ("overdue", "逾期"), *FollowUpState.choices, ("", "全部")]
TOLD_TO_UNITS = ("followup-close", "followup-cancel", "followup-reopen", "followup-restore")


def listed(user, tab):
    """The register's rows, overdue first; of each the parts this person may see."""
    found = FollowUp.objects.visible_to(user).on_tab(tab, user)
    parts = Part.objects.visible_to(user).select_related("unit")
    rows = found.pressing_first(user).counted().with_all()
    return rows.prefetch_related(Prefetch("parts", parts, to_attr="seen_parts"))


def index(request):
    """督办登记簿, by state; what waits for this person on the first tab."""
    user, seen = request.user, FollowUp.objects.visible_to(request.user)
    tab = request.GET.get("tab", "")
    tab = tab if tab in dict(TABS) else ""
    page = Paginator(listed(user, tab), PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.due, row.is_late = due_of(row)
    context = {
        "page": page,
        "tab": tab,
        "tabs": [(value, label, seen.on_tab(value, user).count()) for value, label in TABS],
        "in_office": bool(user.units_as(*OFFICE_ROLES)),
    }
    return render(request, "bulletins/followups.html", context)


def due_of(row):
    """The next day on which one of the parts this person sees is due, and whether it has passed."""
    owed = [part.deadline for part in row.seen_parts if row.is_open and part.state in OWED]
    return min(owed, default=row.deadline), bool(owed) and min(owed) < timezone.localdate()


def register_xlsx(request):
    """The same rows as a file."""
    tab = request.GET.get("tab", "")
    rows = list(listed(request.user, tab))
    head = ["督办事项", "批示领导", "批示日期", "主办", "协办", "办理期限", "状态", "各单位进度", "逾期天数"]
    head += ["办结日期", "办结意见"]
    table = Table("督办", head, [line_of(row) for row in rows])
    title = f"{timezone.localdate():%Y-%m-%d} 导出，共{len(rows)}件"
    content = workbook("督办登记簿", title, [table])
    return sent(content, KINDS["xlsx"], "督办登记簿.xlsx", attached=True)


def line_of(row):
    parts = [part for part in row.seen_parts if part.state != PartState.RELEASED]
    lead, helpers = ([part for part in parts if part.is_lead == charged] for charged in (True, False))
    progress = "；".join(f"{part.unit}{part.get_state_display()}" for part in parts)
    facts = [
        row.task,
        row.instruction.leader,
        row.instruction.on,
        names(lead),
        names(helpers),
        due_of(row)[0],
    ]
    facts += [row.get_state_display(), progress]
    closed = f"{timezone.localtime(row.closed_at):%Y-%m-%d}" if row.closed_at else ""
    return [
        *(Cell("" if fact is None else str(fact)) for fact in facts),
        Cell(days_over(row), kind="num"),
        Cell(closed),
        Cell(row.closing),
    ]


def names(parts):
    return "、".join(str(part.unit) for part in parts)


def days_over(row):
    """How long the first part has been overdue; nothing while all are in time."""
    due, late = due_of(row)
    return (timezone.localdate() - due).days if late else ""


def one(request, pk):
    return get_object_or_404(FollowUp.objects.visible_to(request.user).with_all(), pk=pk)


def followup(request, pk):
    """Instruction, task, parts, reports, end: who and when, on one page that can be printed."""
    return page_of(request, one(request, pk))


def page_of(request, found, *, answer=None, status=200):
    """The page; with the form of a report that was refused."""
    user, whole = request.user, found.is_read_whole_by(request.user)
    parts = parts_of(found, user)
    for part in parts:
        part.moves = part.moves_for(user)
        part.form = form_of(part, user, answer)
        part.may_ask = part.may("ask", user) and not any(p.state == "pending" for p in part.all_pleas)
        part.judges = found.is_open and part.allows("accept", user)
    place_all([found.instruction], user)
    context = {
        "followup": found,
        "instruction": found.instruction,
        "opens": Instruction.objects.visible_to(user).filter(pk=found.instruction_id).exists(),
        "parts": parts,
        "whole": whole,
        "moves": found.moves_for(user),
        "may": [verb for verb in ("assign", "add", "transfer") if found.may(verb, user)],
        "history": course_of(found, parts, whole),
    }
    return render(request, "bulletins/followup.html", context, status=status)


def parts_of(found, user):
    """The parts this person may see, with their reports and pleas, in a constant number of queries."""
    reports = Feedback.objects.select_related("by").prefetch_related("files")
    pleas = Extension.objects.select_related("by", "decided_by")
    parts = Part.objects.visible_to(user).filter(followup=found).select_related("unit", "received_by")
    parts = list(
        parts.prefetch_related(
            Prefetch("feedback", reports, to_attr="reports"), Prefetch("pleas", pleas, to_attr="all_pleas")
        )
    )
    for part in parts:
        part.followup = found
    return parts


def form_of(part, user, answer):
    """Where the unit reports; a refused text stands in its own part's form, whatever became of the part."""
    if answer is not None and answer.part_pk == part.pk:
        return answer
    return AnswerForm(user=user) if part.may("answer", user) else None


def course_of(found, parts, whole):
    """Everything for who sees the whole; a helping unit reads its own part, and that it ended."""
    if whole:
        return Event.objects.about(found.instruction, found, *found.parts.all()).exclude(verb="read")
    own = Event.objects.about(found, *parts).exclude(verb="read")
    return [event for event in own if event.thing_type != "bulletins.followup" or is_told(event)]


def is_told(event):
    """Its words may name other units; that it happened is told to all."""
    event.note = ""
    return event.verb in TOLD_TO_UNITS


def asked(request, form, act, *, title, button, back, **context):
    """A page with one form; a refusal keeps what was typed."""
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            messages.success(request, act(form))
            return redirect(back)
    context |= {"form": form, "title": title, "button": button, "back": back}
    return render(request, "bulletins/followup_form.html", context, status=status_of(request, form))


def data_of(request):
    return posted(request) or take(request)


def new(request, pk):
    """督办立项并交办, from an instruction."""
    seen = get_object_or_404(Instruction.objects.visible_to(request.user).with_all(), pk=pk)
    offices = actions.offices_for(seen, request.user)
    if not offices:
        raise NotYours("督办由编发单位的责任编辑或核签人交办。")
    first = {"task": seen.text}
    form = AssignForm(data_of(request), user=request.user, office=offices[0], initial=first)

    def act(form):
        made = actions.open_followup(seen, by=request.user, office=offices[0], **form.words())
        return f"督办已交办：{made}。各承办单位已收到通知。"

    place_all([seen], request.user)
    return asked(
        request, form, act, title="督办交办", button="交办", back=seen.get_absolute_url(), instruction=seen
    )


def may(found, verb, user):
    """Who has the post for it goes on; to the others the page is not theirs."""
    step = FOLLOWUP_MOVES[verb]
    if not found.allows(verb, user):
        raise NotYours(f"“{step.label}”由{found.office}的责任编辑或核签人办理。")
    return step


def assign(request, pk):
    """交办 of what a leader asked for."""
    found = one(request, pk)
    step = may(found, "assign", request.user)
    form = AssignForm(data_of(request), user=request.user, office=found.office, initial={"task": found.task})

    def act(form):
        words = form.words()
        words.pop("key")
        actions.assign(found, by=request.user, **words)
        return "督办已交办，各承办单位已收到通知。"

    place_all([found.instruction], request.user)
    context = {"title": "督办交办", "button": step.label, "instruction": found.instruction}
    return asked(request, form, act, back=found.get_absolute_url(), **context)


def add(request, pk):
    found = one(request, pk)
    step = may(found, "add", request.user)
    form = AddUnitsForm(data_of(request), user=request.user, followup=found)

    def act(form):
        actions.add(found, list(form.cleaned_data["units"]), by=request.user)
        return "已增加协办单位，并已通知。"

    title = f"{step.label}：{found}"
    return asked(request, form, act, title=title, button=step.label, back=found.get_absolute_url())


def transfer(request, pk):
    found = one(request, pk)
    step = may(found, "transfer", request.user)
    form = TransferForm(data_of(request), user=request.user, followup=found)

    def act(form):
        actions.transfer(found, by=request.user, **form.words())
        return "主办单位已变更，新旧主办单位都已收到通知。"

    title = f"{step.label}：{found}"
    return asked(request, form, act, title=title, button=step.label, back=found.get_absolute_url())


def move(request, pk, verb):
    """办结, 撤销, 恢复: each asks for its word."""
    found = one(request, pk)
    step = may(found, verb, request.user)
    if request.method != "POST" and found.state not in step.start:
        raise Refused(f"这件督办现为“{found.get_state_display()}”，不能{step.label}。")
    label, longest = ("办结意见", 1000) if verb == "close" else ("", 300)
    form = WordForm(data_of(request), user=request.user, step=step, label=label, longest=longest)

    def act(form):
        actions.move(found, verb, by=request.user, **form.words())
        return f"已{step.label}：{found}。"

    title = f"{step.label}：{found}"
    return asked(request, form, act, title=title, button=step.label, back=found.get_absolute_url(), step=step)
