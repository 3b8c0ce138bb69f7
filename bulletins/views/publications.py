"""Keeping publications: the office's own, and the carriers above it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.actions import documents
from bulletins.actions import publications as actions
from bulletins.compose import sample_of
from bulletins.forms.publications import CarrierForm, MeasuresForm, PublicationForm
from bulletins.models import Publication
from bulletins.views.files import sent
from bulletins.views.refusals import posted, said_on, status_of


def new(request):
    """Enter a bulletin of the office's own, or a carrier above (?above=1)."""
    user, above = request.user, "above" in request.GET
    offices = user.units_as(Role.EDITOR)
    if not offices:
        raise NotYours("刊物由责任编辑登记和维护。")
    form = CarrierForm(posted(request)) if above else PublicationForm(posted(request), offices=offices)
    if form.is_valid():
        with said_on(form):
            made = actions.found(by=user, office=form.cleaned_data.get("office"), **form.words())
            messages.success(request, f"已登记{made}。")
            return redirect(made)
    context = {"form": form, "above": above}
    return render(request, "bulletins/publication_new.html", context, status=status_of(request, form))


def edit(request, code):
    """Change a publication and its page; what is already history stays."""
    found = Publication.objects.visible_to(request.user).select_related("office")
    publication = get_object_or_404(found, code=code)
    actions.refuse_outsider(request.user, publication.office)
    kind = PublicationForm if publication.office else CarrierForm
    form = kind(posted(request), instance=get_object_or_404(found, code=code))
    page = MeasuresForm(posted(request), measures=publication.measures) if publication.office else None
    if form.is_valid() and (page is None or page.is_valid()):
        with said_on(form):
            measures = {"measures": page.values()} if page else {}
            done = actions.amend(publication, by=request.user, **form.words(), **measures)
            messages.success(request, f"{done}已保存。")
            return redirect(done)
    context = {"publication": publication, "form": form, "page_form": page}
    return render(request, "bulletins/publication_edit.html", context, status=status_of(request, form))


@never_cache
def preview(request, code):
    """样张: a made-up page in this publication's masthead and measures."""
    found = Publication.objects.visible_to(request.user).exclude(office=None).select_related("office")
    publication = get_object_or_404(found, code=code)
    actions.refuse_outsider(request.user, publication.office)
    paper = sample_of(publication)
    return sent(documents.render(paper, "pdf"), "application/pdf", f"{paper.masthead}样张.pdf")
