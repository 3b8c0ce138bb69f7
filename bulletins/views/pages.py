"""The pages of an unsigned issue as they would be printed, one picture each."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bulletins.compose import paper_of
from bulletins.fonts import MissingGlyph, NoChineseFont
from bulletins.preview import page_of, preview_of
from bulletins.views.issues import mine

TROUBLE = (MissingGlyph, NoChineseFont, ValueError)  # sentences that say what the editor can do


@require_safe
@never_cache
def pages(request, pk):
    """The row of pages: asked for again by the workshop after every change."""
    issue = mine(request, pk)
    if issue.number:
        return redirect(issue.number_url)
    page = "_pages.html" if request.htmx else "pages.html"
    return render(request, f"bulletins/{page}", {"issue": issue, **seen(issue, paper_of(issue))})


def seen(thing, paper):
    """The preview, or what keeps it from being printed."""
    try:
        return {"preview": preview_of(thing, paper)}
    except TROUBLE as trouble:
        return {"trouble": trouble}


@require_safe
def page(request, pk, name, number):
    """One page; its address changes with its content, so that a browser may keep it."""
    issue = mine(request, pk)
    return png_of(None if issue.number else page_of(issue, name, number, request.user))


def png_of(png):
    """A picture whose address changes with what it shows."""
    if png is None:
        raise Http404
    response = HttpResponse(png, content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
