"""年度合订: a year of a publication as one file, for the desk that keeps it."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bulletins.actions import archives as actions
from bulletins.models import Archive, Publication
from bulletins.models.archives import years_of

SHOWN = 10


def mine(request, code):
    """A publication on which this person has a desk."""
    found = Publication.objects.visible_to(request.user).select_related("office")
    publication = get_object_or_404(found, code=code)
    actions.refuse_stranger(publication, request.user)
    return publication


@require_safe
@never_cache
def archive(request, code):
    """Each year with what it holds, and what this person asked for."""
    publication = mine(request, code)
    context = {"publication": publication, "rows": years_of(publication), **asked(request, publication)}
    return render(request, "bulletins/archive.html", context)


def asked(request, publication):
    """This person's archives; while one is being made the page asks again."""
    found = Archive.objects.visible_to(request.user).filter(publication=publication)
    archives = list(found.select_related("publication")[:SHOWN])
    return {"archives": archives, "making": any(each.making for each in archives)}


@require_safe
@never_cache
def progress(request, code):
    """The list of archives alone."""
    publication = mine(request, code)
    context = {"publication": publication, **asked(request, publication)}
    return render(request, "bulletins/_archives.html", context)


@require_POST
def ask(request, code, year):
    """打包."""
    archive = actions.ask(mine(request, code), year, by=request.user)
    archive.refresh_from_db()  # without a queue it is made by now
    said = "已打好，请下载。" if archive.ready else "正在打包，打好后会通知您。"
    messages.success(request, f"{year}年合订{said}")
    return redirect("bulletins:archive", code)


@require_safe
def download(request, pk):
    """The file, for whoever asked for it and while it is kept."""
    archive = get_object_or_404(Archive.objects.visible_to(request.user).select_related("publication"), pk=pk)
    if not archive.ready:
        messages.info(request, "合订还没有打好，或者已过保留期，请重新打包。")
        return redirect(archive.page_url)
    actions.take(archive, by=request.user)
    response = FileResponse(archive.file.open(), as_attachment=True, filename=archive.file_name)
    response["Cache-Control"] = "private, no-store"
    return response
