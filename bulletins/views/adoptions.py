"""采用: where items were used, and registering what higher carriers used."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render

from accounts.models import Unit
from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import DESK_ROLES, Role
from bulletins.actions import adoptions as actions
from bulletins.forms.facts import AdoptionFilter, AdoptionForm, RevokeForm
from bulletins.models import Adoption, Issue, LateTable, Publication, UpwardReport
from bulletins.models.uses import uses_for
from bulletins.views.files import sent
from bulletins.views.refusals import posted, said_on, status_of
from submissions.models import Submission
from submissions.states import DECIDED

PAGE, MATCHES = 30, 20  # rows of a page; items found to choose from
SORTS = {
    "": ("有效", "standing"),
    "own": ("本刊", "own"),
    "above": ("上级", "above"),
    "revoked": ("已撤销", "revoked"),
}


def index(request):
    """The facts behind the points, by unit, publication and month."""
    user, sort = request.user, request.GET.get("sort", "")
    sort = sort if sort in SORTS else ""
    form = AdoptionFilter(
        request.GET,
        units=units_of(user),
        publications=Publication.objects.visible_to(user),
    )
    found = Adoption.objects.visible_to(user).matching(**form.chosen())
    counts = found.counts()
    rows = getattr(found, SORTS[sort][1])().with_names()
    context = {
        "form": form,
        "sort": sort,
        "tabs": [(key, label, counts[name]) for key, (label, name) in SORTS.items()],
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_register": Role.EDITOR in user.roles,
    }
    return render(request, "bulletins/adoptions.html", context)


def units_of(user):
    """The units whose adoptions this person may see."""
    offices = user.units_as(*DESK_ROLES, Role.LEADER)
    return Unit.objects.filter(Q(office__in=offices) | Q(pk__in=[unit.pk for unit in user.units_as()]))


def may_hold_up(adoption, user):
    """As a model: what was printed here is held up from its article, what was used above from this page."""
    above = adoption.publication.office_id != adoption.office_id
    return above and adoption.revoked_at is None and user.holds(Role.EDITOR, adoption.office)


def adoption(request, pk):
    """One fact with everything that proves it, as far as this person may see it."""
    user = request.user
    adoption = get_object_or_404(
        Adoption.objects.visible_to(user).with_names().select_related("upward__office"), pk=pk
    )
    context = {
        "adoption": adoption,
        "item": Submission.objects.visible_to(user).filter(pk=adoption.submission_id).first(),
        "issue": Issue.objects.visible_to(user)
        .filter(pk=adoption.issue_id)
        .select_related("publication")
        .first(),
        "report": UpwardReport.objects.visible_to(user)
        .filter(pk=adoption.upward_id)
        .select_related("to")
        .first(),
        "table": LateTable.objects.visible_to(user).filter(pk=adoption.table_id).first(),
        "may_revoke": adoption.may_be_revoked_by(user),
        "may_hold_up": may_hold_up(adoption, user),
    }
    return render(request, "bulletins/adoption.html", context)


def new(request):
    """Register what a higher carrier used: first find the item, then the facts."""
    user = request.user
    if Role.EDITOR not in user.roles:
        raise NotYours("上级采用由责任编辑登记。")
    items = Submission.objects.filter(office__in=user.units_as(Role.EDITOR), state__in=DECIDED).with_people()
    wanted = whole(request.GET.get("submission", ""))
    if wanted is None:
        q = request.GET.get("q", "").strip()[:50]
        found = items.matching(q=q).order_by("-submitted_on", "-pk")[:MATCHES]
        return render(request, "bulletins/adoption_find.html", {"q": q, "items": found, "limit": MATCHES})
    return register(request, get_object_or_404(items, pk=wanted))


def register(request, item):
    """The facts of one use above."""
    carriers = Publication.objects.visible_to(request.user).above(item.office)
    uses = uses_for(item.office)
    form = AdoptionForm(posted(request), request.FILES or None, carriers=carriers, uses=uses)
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            adoption = actions.register(item, by=request.user, **form.words())
            messages.success(request, f"已登记：{adoption}。")
            return redirect(adoption)
    context = {"item": item, "form": form, "known": item.adoptions.standing().with_names()}
    return render(request, "bulletins/adoption_new.html", context, status=status_of(request, form))


def revoke(request, pk):
    """Take back what was registered by mistake."""
    adoption = get_object_or_404(Adoption.objects.visible_to(request.user).with_names(), pk=pk)
    if not request.user.holds(Role.EDITOR, adoption.office):
        raise NotYours(f"撤销采用由{adoption.office}的责任编辑办理。")
    form = RevokeForm(posted(request))
    if form.is_valid():
        with said_on(form):
            actions.revoke(adoption, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, "采用已撤销，积分随之调整。")
            return redirect(adoption)
    context = {"adoption": adoption, "form": form}
    return render(request, "bulletins/adoption_revoke.html", context, status=status_of(request, form))


def file(request, pk):
    """The scan that proves it; always a download, never run by the browser."""
    found = Adoption.objects.visible_to(request.user).exclude(file="")
    adoption = get_object_or_404(found, pk=pk)
    actions.read_evidence(adoption, by=request.user)
    with adoption.file.open() as scan:
        return sent(scan.read(), adoption.file_type, adoption.file_name, attached=True)
