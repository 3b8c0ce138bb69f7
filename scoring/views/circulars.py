"""通报: the archive, the workshop of a draft, the reading page, and the office's settings."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import kept
from accounts.models import Event
from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import DESK_ROLES, Role
from bulletins.forms.measures import MeasuresForm
from bulletins.views.reading import opened
from bulletins.views.refusals import posted, said_on, status_of
from scoring.actions import circular_files as files
from scoring.actions import circulars as actions
from scoring.actions.letterheads import keep_letterhead
from scoring.circular_checks import doubts
from scoring.circular_facts import before, earlier, figures_of
from scoring.circular_paper import shown
from scoring.circular_sections import sections_of
from scoring.circular_states import CircularState, Kind
from scoring.forms.circulars import BeginForm, CircularForm, LetterheadForm, SectionForm
from scoring.models import Circular, CircularDelivery, Letterhead, Period
from scoring.models.circulars import HANDS
from scoring.reading import Reader

PAGE = 20


def index(request):
    """Published ones year by year; above them, for the desk, what is in work."""
    if not request.user.reading_offices:
        return render(request, "scoring/nowhere.html")
    reader = Reader.of(request)
    found = Circular.objects.visible_to(request.user).filter(office=reader.office)
    printed, words = found.printed(), request.GET.get("q", "").strip()
    years, asked = printed.years(), whole(request.GET.get("year", ""))
    year = asked if asked in years else None
    rows = printed.of_year(year).matching(words).listed()
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "years": years,
        "year": year,
        "q": words,
        "unread_circulars": set(
            CircularDelivery.objects.unread_by(request.user).values_list("circular", flat=True)
        ),
        "in_work": found.in_work().filter(number=None).listed() if reader.at_desk else [],
        "reader": reader,
        "office": reader.office,
    }
    return render(request, "scoring/circulars.html", context)


def mine(request, pk):
    """A circular that reaches this person."""
    found = Circular.objects.visible_to(request.user).with_hands()
    return get_object_or_404(found.select_related("corrects"), pk=pk)


def drafted(request, pk):
    """A draft in its drafter's hands; who only reads or checks it is told so."""
    found = mine(request, pk)
    actions.refuse_outsider(found.office, request.user)
    return found


def under_way(office, last, kind):
    """The one somebody began already of the month a link names."""
    found = Circular.objects.in_work().filter(office=office, kind=kind, corrects=None)
    return next((one for one in found if f"{one.last:%Y-%m}" == last), None)


def new(request):
    """Choose a closed month and what to make of it."""
    reader = Reader.of(request)
    actions.refuse_outsider(reader.office, request.user)
    closed = Period.objects.closed(reader.office).order_by("-month").values_list("month", flat=True)
    initial = {"last": request.GET.get("last", ""), "kind": request.GET.get("kind", Kind.MONTH)}
    if request.method == "GET" and (begun := under_way(reader.office, **initial)):
        return redirect(begun)
    form = BeginForm(posted(request), months=closed, initial=initial)
    if form.is_valid():
        with said_on(form):
            made = actions.begin(reader.office, by=request.user, **form.cleaned_data)
            messages.success(request, "已按关账数字拟出初稿，各部分都可以修改。")
            return redirect(made)
    context = {"form": form, "reader": reader, "office": reader.office, "has_months": bool(closed)}
    return render(request, "scoring/circular_new.html", context, status=status_of(request, form))


@require_safe
def circular(request, pk):
    """The workshop until it is signed; then the page everybody reads."""
    found = mine(request, pk)
    return reading(request, found) if found.paper else workshop(request, found)


def workshop(request, found):
    """Sections to edit, what the figures say against the text, and the pages as they would be printed."""
    may_edit = found.may_be_edited_by(request.user)
    sections = sections_of(found.body)
    context = {
        "circular": found,
        "may_edit": may_edit,
        "sections": [(each, form_of(each, request.user)) for each in sections],
        "doubts": doubts_of(found, sections),
        "is_stale": found.is_stale(),
        "next_line": Letterhead.of(found.office).next_line(),
        "columns_label": len(found.columns),
        **around(found, request.user),
    }
    return render(request, "scoring/circular.html", context)


def doubts_of(found, sections):
    others = [each for each in (before(found), earlier(found, 12)) if each]
    return doubts(sections, figures_of(found), *others)


def form_of(section, user, data=None, was=None):
    shown_as = actions.mark_of(section) if was is None else was
    return SectionForm(data, section=section, was=shown_as, user=user, auto_id=f"{section.kind}_%s")


def around(found, user):
    """What both pages of a circular know."""
    at_desk = user.holds_any(DESK_ROLES, found.office)
    events = Event.objects.about(found).exclude(verb="read").select_related("who")
    return {
        "moves": found.moves_for(user),
        "shut_out": found.shuts_out(user),
        "at_desk": at_desk,
        "history": events if at_desk else [],
        "corrections": found.corrections.filter(state=CircularState.PUBLISHED),
    }


def reading(request, found):
    """The frozen text on the screen, with its files; opening it is the receipt."""
    user = request.user
    if opened(request) and found.state == CircularState.PUBLISHED:
        files.read(found, by=user)
    documents = list(found.documents.listed())
    at_desk = user.holds_any(DESK_ROLES, found.office)
    context = {
        "circular": found,
        "paper": shown(found),
        "documents": documents,
        "making": any(not each.ready and not each.failed for each in documents),
        "may_retry": at_desk and any(each.failed or each.late for each in documents),
        "watermarks": Letterhead.of(found.office).watermarks,
        "given": found.deliveries.counts() if user.holds_any(HANDS, found.office) else None,
        "may_correct": found.state == CircularState.PUBLISHED and user.holds(Role.SCORER, found.office),
        **around(found, user),
    }
    return render(request, "scoring/circular_read.html", context)


def edit(request, pk):
    """Title, columns, lists."""
    found = drafted(request, pk)
    data = kept.posted(request)
    form = CircularForm(data, instance=drafted(request, pk), user=request.user, base=found.version)
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            base = whole(request.POST.get("over", "")) or form.cleaned_data["base"]
            done = actions.describe(found, by=request.user, base=base, **form.words())
            messages.success(request, "已保存。")
            return redirect(done)
        found = mine(request, pk)
    context = {"circular": found, "form": form}
    return render(request, "scoring/circular_edit.html", context, status=status_of(request, form))


def section(request, pk, kind):
    """Save one section; what was typed against somebody else's newer words is shown beside them."""
    found = drafted(request, pk)
    current = next(each for each in sections_of(found.body) if each.kind == kind)
    form = form_of(current, request.user, kept.posted(request))
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            was = request.POST.get("over") or form.cleaned_data["was"]
            actions.write(found, kind, by=request.user, was=was, **form.words())
            messages.success(request, f"“{current.label}”已保存。")
            return redirect(f"{found.get_absolute_url()}#s-{kind}")
        found.refresh_from_db()
        current = next(each for each in sections_of(found.body) if each.kind == kind)
    context = {"circular": found, "section": current, "form": form, "was": actions.mark_of(current)}
    return render(request, "scoring/circular_section.html", context, status=status_of(request, form))


@require_POST
def arrange(request, pk, kind):
    """上移, 下移, 印, 不印, 重新生成."""
    found, done = drafted(request, pk), request.POST.get("do", "")
    if done == "again":
        actions.compose_again(found, kind, by=request.user)
        messages.success(request, "已按关账数字重新生成，其他部分没有变动。")
    elif done in ("up", "down"):
        actions.arrange(found, kind, by=request.user, step=-1 if done == "up" else 1)
    elif done in ("on", "off"):
        actions.arrange(found, kind, by=request.user, on=done == "on")
    return redirect(f"{found.get_absolute_url()}#s-{kind}")


@require_POST
def renew(request, pk):
    """Take the figures of the month that was closed again."""
    actions.renew(drafted(request, pk), by=request.user)
    messages.success(request, "已改用重新关账的数字；文字没有变动，请核对，或逐个重新生成。")
    return redirect("scoring:circular", pk)


@require_POST
def correct(request, pk):
    """更正通报: a new circular about a published one."""
    old = mine(request, pk)
    made = actions.begin(old.office, by=request.user, last=old.last, kind=old.kind, corrects=old)
    messages.success(request, "已拟出更正通报的初稿，请写明原文和更正。")
    return redirect(made)


def settings(request):
    """通报设置."""
    reader = Reader.of(request)
    office, user = reader.office, request.user
    if not user.holds_any((Role.SCORER, Role.APPROVER), office):
        raise NotYours(f"通报设置由{office}的积分管理员维护。")
    data, measures = posted(request), Letterhead.of(office).measures
    form = LetterheadForm(data, instance=Letterhead.of(office))
    page = MeasuresForm(data, measures=measures)
    if all([form.is_valid(), page.is_valid()]):
        with said_on(form):
            keep_letterhead(office, by=user, measures=page.values(), **form.words())
            messages.success(request, "通报设置已保存。")
            return redirect(reverse("scoring:circulars"))
    context = {"form": form, "page_form": page, "reader": reader, "office": office}
    context["next_line"] = Letterhead.of(office).next_line()
    return render(request, "scoring/circular_settings.html", context, status=status_of(request, form))
