"""Keeping publications: the office's own, and the carriers above it."""

from django.contrib import messages
from django.http import Http404
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
    form = (
        CarrierForm(posted(request))
        if above
        else PublicationForm(posted(request), user=user, offices=offices)
    )
    if form.is_valid():
        with said_on(form):
            made = actions.found(by=user, office=form.cleaned_data.get("office"), **form.words())
            messages.success(request, f"已登记{made}。")
            return redirect(made)
    context = {"form": form, "above": above}
    return render(request, "bulletins/publication_new.html", context, status=status_of(request, form))


def mine(request, code):
    """A publication that this person keeps."""
    found = Publication.objects.visible_to(request.user).select_related("office")
    publication = get_object_or_404(found, code=code)
    if not publication.may_be_kept_by(request.user):
        raise NotYours("刊物由责任编辑维护，是否三人分办由核签人决定。")
    return publication


def forms_of(request, code):
    """The settings as far as this person's posts go; the page's measures are the editor's."""
    publication, user = mine(request, code), request.user
    if publication.office is None:
        return CarrierForm(posted(request), instance=publication), None
    form = PublicationForm(posted(request), instance=publication, user=user)
    edits = user.holds(Role.EDITOR, publication.office)
    return form, MeasuresForm(posted(request), measures=publication.measures) if edits else None


def edit(request, code):
    """Change a publication and its page; what is already history stays."""
    publication = mine(request, code)
    form, page = forms_of(request, code)
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
    publication = mine(request, code)
    if publication.office is None:
        raise Http404("上级载体没有样张。")
    paper = sample_of(publication)
    return sent(documents.render(paper, "pdf"), "application/pdf", f"{paper.masthead}样张.pdf")
