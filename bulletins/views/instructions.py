"""批示: written under what a leader reads, kept in a register, and never out of sight until it is settled."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.kept import take
from accounts.models import Event
from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import DESK_ROLES, OFFICE_ROLES, Role
from bulletins.actions import followups, instructions
from bulletins.forms.instructions import InstructionFilter, InstructionForm, RevokeInstructionForm
from bulletins.models import FollowUp, Instruction, Issue, Part, Publication
from bulletins.views.adoptions import units_of
from bulletins.views.files import sent
from bulletins.views.refusals import posted, said_on, status_of
from submissions.models import Submission
from submissions.tables import Cell, Table, workbook
from submissions.uploads import KINDS

PAGE = 30
NOT_WRITERS = "批示由领导本人填写，或由责任编辑登记。"


def beside(request, issue, paper):
    """What stands beside a signed issue: the words this person may read, and where they may write their own."""
    form, seen = (
        instruction_form(request, issue),
        Instruction.objects.visible_to(request.user).on_issue(issue),
    )
    return {
        "instructions": [each for each in seen if not each.revoked_at or form],
        "instruction_form": form,
        "writing_places": places_under(issue, paper) if form else [],
    }


def places_under(issue, paper):
    """(number of the printed piece, its article), in the printed order."""
    waiting, found = [place.article for place in issue.ordered()], []
    for number, piece in enumerate(paper.pieces):
        article = next((each for each in waiting if each.title == piece.title), None)
        if article:
            waiting.remove(article)
            found.append((number, article))
    return found


def instruction_form(request, issue):
    """For leaders and editors of the office, on a signed issue; nothing for others."""
    office = issue.publication.office
    return form_for(request, office, issue=issue) if issue.paper is not None else None


def form_for(request, office, **place):
    user = request.user
    if not user.holds_any(instructions.WRITERS, office):
        return None
    data = posted(request) or take(request)
    about = {"office": office, "user": user, "is_leader": user.holds(Role.LEADER, office)}
    first = {"article": whole(request.GET.get("article", ""))}
    return InstructionForm(data, request.FILES or None, initial=first, **about, **place)


def instruct(request, pk):
    """批示 on an issue or one of its articles."""
    issue = get_object_or_404(Issue.objects.visible_to(request.user).with_hands(), pk=pk)
    form = instruction_form(request, issue)
    return write(request, form, issue, f"{issue.number_url}#instructions", issue=issue)


def instruct_item(request, pk):
    """批示 on an item, also one that was used above or sent up."""
    found = Submission.objects.visible_to(request.user).filter(filed__isnull=False)
    item = get_object_or_404(found.with_people(), pk=pk)
    form = form_for(request, item.office, item=item)
    return write(request, form, f"《{item.filed}》", f"/submissions/{item.pk}/", submission=item)


def write(request, form, name, back, **place):
    """The form alone on its page, which keeps what was typed; then on to giving it out, if that was asked."""
    if form is None:
        raise NotYours(NOT_WRITERS)
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            kept = instructions.instruct(by=request.user, **place, **form.words())
            messages.success(request, "批示已记录，来稿作者和单位审核人会收到通知。")
            asked = kept.followups.first()
            if asked and asked.allows("assign", request.user):
                return redirect("bulletins:followup_assign", asked.pk)
            return redirect(back)
    context = {"name": name, "back": back, "form": form}
    return render(request, "bulletins/instruct.html", context, status=status_of(request, form))


def register(request):
    """The rows the filters leave, for the page and for the file."""
    user = request.user
    seen = Instruction.objects.visible_to(user)
    form = InstructionFilter(
        request.GET,
        years=seen.years(),
        units=units_of(user),
        publications=Publication.objects.visible_to(user),
    )
    return form, seen.matching(**form.chosen())


def index(request):
    """批示登记簿: every instruction this person may read."""
    form, found = register(request)
    at_desk = bool(request.user.units_as(*OFFICE_ROLES))
    revoked = at_desk and request.GET.get("state") == "revoked"
    rows = found.revoked() if revoked else found.standing()
    page = Paginator(with_followups(rows, request.user), PAGE).get_page(request.GET.get("page"))
    place_all(page.object_list, request.user)
    context = {
        "form": form,
        "page": page,
        "revoked": revoked,
        "standing_count": found.standing().count(),
        "revoked_count": found.revoked().count() if at_desk else 0,
    }
    return render(request, "bulletins/instructions.html", context)


def with_followups(rows, user):
    """Each with the follow-ups made of it, as far as this person sees them."""
    seen = FollowUp.objects.visible_to(user).order_by("pk")
    return rows.with_all().prefetch_related(Prefetch("followups", seen, to_attr="seen_followups"))


def place_all(rows, user):
    """Where each was written, and whether that page opens for this person: two queries for a page of rows."""
    issues = Issue.objects.visible_to(user).filter(pk__in=[row.issue_id for row in rows if row.issue_id])
    items = Submission.objects.visible_to(user).filter(pk__in=[row.submission_id for row in rows])
    issues, items = set(issues.values_list("pk", flat=True)), set(items.values_list("pk", flat=True))
    for row in rows:
        opens = row.issue_id in issues or row.submission_id in items
        named = row.issue_id or opens or user.holds_any(OFFICE_ROLES, row.office)
        row.where = row.thing if named else "其他单位报送的信息"
        row.where_url = address_of(row) if opens else ""


def address_of(row):
    return row.issue.get_absolute_url() if row.issue_id else f"/submissions/{row.submission_id}/"


def register_xlsx(request):
    """批示登记簿 as a file: the very rows of the screen."""
    _, found = register(request)
    rows = list(with_followups(found.standing(), request.user))
    place_all(rows, request.user)
    head = ["批示日期", "批示领导", "层级", "批示内容", "批在", "督办", "登记人", "登记时间"]
    table = Table("批示", head, [line_of(row) for row in rows])
    content = workbook("批示登记簿", f"{timezone.localdate():%Y-%m-%d} 导出，共{len(rows)}件", [table])
    return sent(content, KINDS["xlsx"], "批示登记簿.xlsx", attached=True)


def line_of(row):
    followed = "；".join(each.get_state_display() for each in row.seen_followups)
    at = timezone.localtime(row.at)
    facts = (f"{row.on}", row.leader, row.get_level_display(), row.text, row.where, followed, row.by)
    return [Cell(str(fact)) for fact in (*facts, f"{at:%Y-%m-%d %H:%M}")]


def mine(request):
    """件件有着落: a leader's own words, and what became of each."""
    if Role.LEADER not in request.user.roles:
        raise NotYours("“我的批示”由领导查阅。")
    parts = Prefetch("parts", Part.objects.living().select_related("unit"), to_attr="living_parts")
    seen = FollowUp.objects.visible_to(request.user).order_by("pk").prefetch_related(parts)
    found = Instruction.objects.written_by(request.user).standing().with_all()
    rows = found.prefetch_related(Prefetch("followups", seen, to_attr="seen_followups"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    place_all(page.object_list, request.user)
    return render(request, "bulletins/instructions_mine.html", {"page": page})


def one(request, pk):
    found = get_object_or_404(Instruction.objects.visible_to(request.user).with_all(), pk=pk)
    place_all([found], request.user)
    return found


def instruction(request, pk):
    """One instruction with its whole course."""
    found, user = one(request, pk), request.user
    items = Submission.objects.visible_to(user).filter(pk__in=[item.pk for item in found.submissions()])
    made = list(FollowUp.objects.visible_to(user).filter(instruction=found).with_all().order_by("pk"))
    context = {
        "instruction": found,
        "items": items.with_people(),
        "followups": made,
        "asked": next((each for each in made if each.may("assign", user)), None),
        "may_revoke": found.may_be_revoked_by(user),
        "may_open": bool(followups.offices_for(found, user)) and not found.revoked_at,
        "may_ask": may_ask(found, user),
        "history": Event.objects.about(found) if user.holds_any(DESK_ROLES, found.office) else [],
    }
    return render(request, "bulletins/instruction.html", context)


def may_ask(found, user):
    """The tick that was forgotten: the leader's own, once."""
    return found.person_id == user.pk and not found.revoked_at and not found.followups.exists()


@require_POST
def ask(request, pk):
    """要求督办, after the words were written."""
    followups.ask(one(request, pk), by=request.user)
    messages.success(request, "已要求督办，责任编辑会收到通知并交办到单位。")
    return redirect("bulletins:instruction", pk)


def revoke(request, pk):
    """撤回: with a reason; what was right is entered anew."""
    found = one(request, pk)
    if not found.revoked_at and not found.may_be_revoked_by(request.user):
        raise NotYours("领导本人填写的批示由本人撤回；代为登记的由责任编辑撤回。")
    form = RevokeInstructionForm(posted(request) or take(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            instructions.revoke(found, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, "批示已撤回。需要更正的，请重新登记。")
            return redirect(found)
    context = {"instruction": found, "form": form}
    return render(request, "bulletins/instruction_revoke.html", context, status=status_of(request, form))


def scan(request, pk):
    """The leader's handwriting; always a download, never run by the browser."""
    found = get_object_or_404(Instruction.objects.visible_to(request.user).exclude(file=""), pk=pk)
    instructions.read_original(found, by=request.user)
    with found.file.open() as original:
        return sent(original.read(), found.file_type, found.file_name, attached=True)
