"""Keeping publications: the office's own, and the carriers above it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.actions import documents
from bulletins.actions import publications as actions
from bulletins.compose import sample_of
from bulletins.forms.measures import MeasuresForm
from bulletins.forms.publications import CarrierForm, PublicationForm
from bulletins.forms.series import SeriesForms
from bulletins.models import Publication
from bulletins.views.files import sent
from bulletins.views.refusals import posted, said_on, status_of


def new(request):
    """Enter a bulletin of the office's own, or a carrier above (?above=1)."""
    user = request.user
    offices = user.units_as(Role.EDITOR)
    if not offices:
        raise NotYours("刊物由责任编辑登记和维护。")
    if "above" in request.GET:
        return carrier_new(request)
    form = PublicationForm(posted(request), user=user, offices=offices)
    series = SeriesForms(posted(request), publication=form.instance)
    if all([form.is_valid(), series.is_valid()]):
        with said_on(form):
            office = form.cleaned_data["office"]
            made = actions.found(by=user, office=office, series=series.wanted(), **form.words())
            messages.success(request, f"已登记{made}。")
            return redirect(made)
    context = {"form": form, "series": series}
    return render(request, "bulletins/publication_new.html", context, status=status_of(request, form))


def carrier_new(request):
    """A carrier above or outside."""
    form = CarrierForm(posted(request))
    if form.is_valid():
        with said_on(form):
            made = actions.found(by=request.user, **form.words())
            messages.success(request, f"已登记{made}。")
            return redirect(made)
    return render(request, "bulletins/carrier_new.html", {"form": form}, status=status_of(request, form))


def mine(request, code):
    """A publication that this person keeps."""
    found = Publication.objects.visible_to(request.user).select_related("office")
    publication = get_object_or_404(found, code=code)
    if not publication.may_be_kept_by(request.user):
        raise NotYours("刊物由责任编辑维护，是否三人分办由核签人决定。")
    return publication


def forms_of(request, publication):
    """The settings as far as this person's posts go; the series and the page's measures are the editor's."""
    user, data = request.user, posted(request)
    edits = user.holds(Role.EDITOR, publication.office)
    form = PublicationForm(data, instance=publication, user=user)
    series = SeriesForms(data, publication=publication, is_disabled=not edits)
    return form, series, MeasuresForm(data, measures=publication.measures) if edits else None


def edit(request, code):
    """Change a publication and its page; what is already history stays."""
    publication = mine(request, code)
    if publication.office is None:
        return carrier_edit(request, publication)
    form, series, page = forms_of(request, mine(request, code))
    if all([form.is_valid(), series.is_valid(), page is None or page.is_valid()]):
        with said_on(form):
            measures = {"measures": page.values()} if page else {}
            words = {"base": whole(request.POST.get("base", "")), **form.words(), **measures}
            done = actions.amend(publication, by=request.user, series=series.wanted(), **words)
            messages.success(request, f"{done}已保存。")
            return redirect(done)
    context = {"publication": publication, "form": form, "series": series, "page_form": page}
    context["base"] = base_of(request, publication, form)
    return render(request, "bulletins/publication_edit.html", context, status=status_of(request, form))


def base_of(request, publication, form):
    """What the next save is measured by: once somebody else's change has been told, that one."""
    fresh = request.method != "POST" or hasattr(form, "refusal")
    return actions.last_change(publication) if fresh else request.POST.get("base", "")


def carrier_edit(request, publication):
    """A carrier is known by name, level and system only."""
    form = CarrierForm(posted(request), instance=mine(request, publication.code))
    if form.is_valid():
        with said_on(form):
            done = actions.amend(publication, by=request.user, **form.words())
            messages.success(request, f"{done}已保存。")
            return redirect(done)
    context = {"publication": publication, "form": form}
    return render(request, "bulletins/carrier_edit.html", context, status=status_of(request, form))


@never_cache
def preview(request, code):
    """样张: a made-up page in this publication's masthead and measures."""
    publication = mine(request, code)
    if publication.office is None:
        raise Http404("上级载体没有样张。")
    paper = sample_of(publication)
    return sent(documents.proof_of(paper), "application/pdf", f"{paper.masthead}样张.pdf")
