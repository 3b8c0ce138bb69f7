"""拟采用库: what each bulletin means to use, how far it has come, and what colleagues say of it."""

from datetime import timedelta
from functools import cached_property

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.refusal import NotYours
from accounts.roles import DESK_ROLES, Role
from bulletins.actions import candidates as actions
from bulletins.actions.writing import refuse_outsider
from bulletins.candidate_states import CANDIDATE_MOVES, LISTED, Standing
from bulletins.forms.material import AdviceForm, CandidateFilter
from bulletins.models import Candidate, Pick, Publication
from bulletins.models import material as reading
from bulletins.views.refusals import posted, said_on, status_of
from submissions.freshness import freshness
from submissions.models import ShelfLife, Submission

PAGE = 30
YEAR = timedelta(days=366)  # older material is listed only when asked for


class Listing:
    """One bulletin's list as a person has narrowed it: its tabs, its counts and its pages are one query."""

    def __init__(self, user, publication, data):
        self.user, self.publication = user, publication
        self.form = CandidateFilter(data, units=Unit.objects.reporting_to(publication.office))
        chosen = self.form.chosen()
        self.standing = chosen.get("state") or Standing.WAITING
        items = Submission.objects.visible_to(user) & reading.accepted(publication.office)
        items = items if chosen.get("older") else items.filter(moved_at__gte=timezone.now() - YEAR)
        items = items.matching(q=chosen.get("q", ""), unit=chosen.get("unit"), kind=chosen.get("kind", ""))
        items = reading.standing_in(publication, items)
        self.found = items.filter(urgent_here=True) if chosen.get("urgent") else items

    @property
    def tabs(self):
        tally = reading.tally(self.found)
        return [
            (
                each,
                each.label if each != Standing.ELSEWHERE else "未指定刊物",
                tally.get(each, 0),
                self.query(state=each),
            )
            for each in (*LISTED, Standing.ELSEWHERE)
        ]

    def query(self, **changes):
        return self.form.query(**({"publication": self.publication.code, "state": self.standing} | changes))

    def page(self, number):
        rows = reading.in_turn(reading.in_standing(self.found, self.standing))
        page = Paginator(reading.with_articles(rows), PAGE).get_page(number)
        said = {
            row.submission_id: row
            for row in Candidate.objects.of(self.publication).filter(submission__in=page)
        }
        for item in page:
            item.said, item.fresh = said.get(item.pk), self.freshness_of(item)
        return page

    @cached_property
    def shelf(self):
        return ShelfLife.objects.table_of(self.publication.office)

    def freshness_of(self, item):
        text, today = item.filed, timezone.localdate()
        return freshness(text.event_date, today, self.shelf[text.kind], text.get_kind_display())


def kept(request):
    """The bulletins on whose desk this person is."""
    if not request.user.units_as(*DESK_ROLES):
        raise NotYours("拟采用库由编发人员查看和维护。")
    return Publication.objects.kept_by(request.user).active().select_related("office")


def index(request):
    """The list of one bulletin, the first if none is named."""
    own = list(kept(request))
    wanted = request.GET.get("publication", "")
    publication = next((each for each in own if each.code == wanted), own[0] if own else None)
    if publication is None:
        return render(request, "bulletins/candidates.html", {"own": own})
    listing = Listing(request.user, publication, request.GET)
    context = {
        "own": own,
        "publication": publication,
        "listing": listing,
        "page": listing.page(request.GET.get("page")),
        "picked": set(Pick.objects.visible_to(request.user).values_list("submission", flat=True)),
        "may_pick": request.user.holds(Role.EDITOR, publication.office),
        "moves": [(v, m) for v, m in CANDIDATE_MOVES.items() if listing.standing in m.start],
    }
    return render(request, "bulletins/candidates.html", context)


def mine(request, code, pk):
    """A bulletin of one's own desk and an accepted item of its office."""
    publication = get_object_or_404(
        Publication.objects.kept_by(request.user).select_related("office"), code=code
    )
    items = Submission.objects.visible_to(request.user) & reading.accepted(publication.office)
    return publication, get_object_or_404(reading.with_articles(items), pk=pk)


def candidate(request, code, pk):
    """用稿建议: priority, form, a word; and the way onto the list or off it."""
    publication, item = mine(request, code, pk)
    refuse_outsider(request.user, publication)
    row = Candidate.objects.of(publication).filter(submission=item).first()
    form = AdviceForm(posted(request), instance=row)
    if form.is_valid():
        with said_on(form):
            actions.advise(publication, item, by=request.user, **form.cleaned_data)
            messages.success(request, "用稿建议已保存。")
            return redirect(list_of(publication))
    standing = reading.standing_of(publication, item)
    context = {
        "publication": publication,
        "item": item,
        "form": form,
        "row": row,
        "standing": Standing(standing),
    }
    context["moves"] = [(v, m) for v, m in CANDIDATE_MOVES.items() if standing in m.start]
    return render(request, "bulletins/candidate.html", context, status=status_of(request, form))


@require_POST
def move(request, code, pk, verb):
    """Onto the list or off it."""
    publication, item = mine(request, code, pk)
    actions.move(publication, item, verb, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, f"已{CANDIDATE_MOVES[verb].label}：《{item.filed}》。")
    return redirect(list_of(publication))


def list_of(publication):
    return f"{reverse('bulletins:candidates')}?publication={publication.code}"
