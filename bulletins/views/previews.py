"""A page on the spot: the settings as they are typed, printed and not saved."""

from base64 import b64encode

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.actions import documents
from bulletins.compose import sample_of
from bulletins.fonts import MissingGlyph
from bulletins.forms.publications import PublicationForm
from bulletins.forms.series import SeriesForms
from bulletins.page_images import picture
from bulletins.preview import typeset
from bulletins.views.files import sent
from bulletins.views.publications import forms_of, mine


@require_POST
@never_cache
def preview(request, code):
    """Of a publication that is being changed."""
    publication = mine(request, code)
    if publication.office is None:
        raise Http404("上级载体没有样张。")
    return look(request, *forms_of(request, publication))


@require_POST
@never_cache
def draft(request):
    """Of one that does not exist yet."""
    user = request.user
    offices = user.units_as(Role.EDITOR)
    if not offices:
        raise NotYours("刊物由责任编辑登记和维护。")
    form = PublicationForm(request.POST, user=user, offices=offices)
    return look(request, form, SeriesForms(request.POST, publication=form.instance))


def look(request, form, series, page=None):
    """The pages beside the form, or the PDF in a tab of its own; what is wrong with the form instead."""
    faults = [*sentences([each for each in (form, page) if each]), *series.faults]
    if faults:
        return blank(request, faults)
    publication = form.instance
    publication.measures = page.values() if page else publication.measures
    try:
        return printed(request, sample_of(publication))
    except MissingGlyph as missing:
        return blank(request, [str(missing)])


def printed(request, paper):
    if not request.htmx:
        return sent(documents.render(paper, "pdf"), "application/pdf", f"{paper.masthead}样张.pdf")
    document, extent = typeset(paper)
    pages = [picture(document, number) for number in range(1, extent.pages + 1)]
    images = [f"data:image/png;base64,{b64encode(page).decode()}" for page in pages]
    return render(request, "bulletins/_look.html", {"images": images})


def blank(request, faults):
    """Nothing to print yet, and why; the fragment is an answer like any other."""
    if request.htmx:
        return render(request, "bulletins/_look.html", {"faults": faults})
    return render(request, "bulletins/look.html", {"faults": faults}, status=422)


def sentences(forms):
    """Every error with the label of its field."""
    return [
        error if name == "__all__" else f"{form.fields[name].label}：{error}"
        for form in forms
        for name, errors in form.errors.items()
        for error in errors
    ]
