"""Reading: what is signed, at addresses a person could type."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Event
from accounts.numbers import whole
from accounts.roles import DESK_ROLES, Role
from bulletins.actions import reading
from bulletins.actions.distribution import KEEPERS
from bulletins.compose import shown
from bulletins.models import Delivery, Issue, Publication
from bulletins.states import IssueState
from bulletins.views.afterwards import afterwards
from bulletins.views.instructions import beside
from submissions.models import Attachment

PAGE = 20


def index(request):
    """刊物: the newest issues that reach this person, and the publications they come from."""
    user = request.user
    found = Publication.objects.visible_to(user).active().select_related("office")
    read = set(Publication.objects.read_by(user).values_list("pk", flat=True))
    context = listing(request, Issue.objects.visible_to(user).signed())
    context |= newest(user)
    unread_of = Counter(context["unread_issues"].values())
    for each in found:
        each.unread = unread_of[each.pk]
    context |= {
        "publications": [each for each in found if each.pk in read],
        "carriers": [each for each in found if each.pk not in read],
        "may_keep": Role.EDITOR in user.roles,
    }
    return render(request, "bulletins/index.html", context)


def newest(user):
    """What is new for this person: today's issues, then what they were given earlier and have not read."""
    today = timezone.localdate()
    waiting = Delivery.objects.unread_by(user)
    unread = dict(waiting.values_list("issue", "issue__publication"))
    issues = Issue.objects.visible_to(user).signed().select_related("publication")
    earlier = issues.filter(pk__in=waiting.values("issue")).exclude(date=today)
    earlier = list(earlier.newest_first()[: PAGE + 1])
    return {
        "today": today,
        "todays": issues.filter(date=today).newest_first(),
        "unread_issues": unread,
        "earlier": earlier[:PAGE],
        "earlier_more": len(earlier) > PAGE,
    }


def publication(request, code):
    """One publication, year by year."""
    user = request.user
    publication = get_object_or_404(Publication.objects.visible_to(user).select_related("office"), code=code)
    context = listing(request, Issue.objects.visible_to(user).of(publication).printed())
    at_desk = publication.office and user.holds_any(DESK_ROLES, publication.office)
    context |= {
        "publication": publication,
        "may_keep": publication.may_be_kept_by(user),
        "may_follow": publication.office and user.holds_any(KEEPERS, publication.office),
        "at_desk": at_desk,
    }
    return render(request, "bulletins/publication.html", context)


def listing(request, issues):
    """Year tabs and one page, from the same query."""
    years, asked = issues.years(), request.GET.get("year", "")
    year = found if (found := whole(asked)) in years else None
    rows = issues.of_year(year).select_related("publication").newest_first()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "years": years, "year": year}


def addressed(request, code, year, number):
    """The issue of an address, if it reaches this person."""
    found = Issue.objects.visible_to(request.user).addressed(code, year, number)
    return get_object_or_404(found.with_hands())


@require_safe
def picture(request, pk, attachment):
    """A picture of an issue, for whoever the issue reaches; never one that does not stand in it."""
    issue = get_object_or_404(Issue.objects.visible_to(request.user).select_related("publication"), pk=pk)
    if attachment not in {each.attachment for each in shown(issue).pictures}:
        raise Http404
    found = get_object_or_404(Attachment, pk=attachment)
    response = FileResponse(found.file.open(), content_type=found.content_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


@require_safe
def number(request, code, year, number):
    """The reading page of a signed issue; the desk also sees void ones."""
    issue, user = addressed(request, code, year, number), request.user
    if opened(request):
        reading.read(issue, by=user)
    issues, files, paper = Issue.objects.visible_to(user), files_of(issue, user), shown(issue)
    at_desk = files["at_desk"]
    history = list(Event.objects.about(issue).exclude(verb="read").select_related("who")) if at_desk else []
    context = {
        "issue": issue,
        "paper": paper,
        **files,
        "adoptions": issue.adoptions.filter(follows=None).with_names().order_by("pk") if at_desk else [],
        "history": history,
        **afterwards(issue, user, history),
        **readers_of(issue, user),
        "moves": issue.moves_for(user),
        **beside(request, issue, paper),
        "before": issues.before(issue),
        "after": issues.after(issue),
    }
    return render(request, "bulletins/number.html", context)


def opened(request):
    """Did a person open it? What the browser fetches ahead, or only asks the head of, nobody has seen."""
    ahead = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return request.method == "GET" and not any("pre" in word for word in ahead)


def readers_of(issue, user):
    """Who initialled it; for the desk and the leaders, how many of its readers have read it."""
    keeps = user.holds_any(KEEPERS, issue.publication.office)
    initials = list(issue.receipts.initials())
    mine = any(each.person_id == user.pk for each in initials)
    signed = issue.state == IssueState.SIGNED
    return {
        "initials": initials,
        "may_initial": signed and Role.LEADER in user.roles and not mine,
        "given": issue.deliveries.counts() if keeps else None,
    }


@require_safe
def files(request, code, year, number):
    """The row of files alone, asked for again while they are being made."""
    issue = addressed(request, code, year, number)
    return render(request, "bulletins/_files.html", {"issue": issue, **files_of(issue, request.user)})


def files_of(issue, user):
    """The files, whether some are still being made, and whether this person may have them made again."""
    files = list(issue.documents.listed())
    at_desk = user.holds_any(DESK_ROLES, issue.publication.office)
    return {
        "documents": files,
        "making": any(not each.ready and not each.failed for each in files),
        "may_retry": at_desk and any(each.failed or each.late for each in files),
        "at_desk": at_desk,
    }
