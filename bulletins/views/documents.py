"""The files of a signed issue on their way out: as signed, or as a copy that names its reader."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from bulletins.actions import documents, reading
from bulletins.models import Document
from bulletins.views.files import sent
from bulletins.views.reading import addressed, opened
from submissions.uploads import KINDS


@require_safe
def document(request, code, year, number, format):
    """What readers take: with their name on it where the publication asks for that."""
    return taken(request, addressed(request, code, year, number), format)


@require_safe
def original(request, code, year, number, format):
    """The signed bytes themselves, which the desk prints from."""
    issue = addressed(request, code, year, number)
    if not documents.may_take_original(issue, request.user):
        raise Http404
    return taken(request, issue, format, marks=False)


def taken(request, issue, format, *, marks=True):
    """One document, in the log and in its reader's receipts."""
    found = Document.objects.visible_to(request.user).select_related("issue__publication")
    document = get_object_or_404(found, issue=issue, format=format)
    if not document.ready:
        messages.info(request, "文件正在生成，请稍候再下载。")
        return redirect(issue.number_url)
    mark = documents.mark_for(request.user) if marks and issue.publication.watermarks else ""
    documents.read(document, by=request.user, mark=mark)
    if opened(request):
        reading.take_note(issue, by=request.user)
    return marked(document, mark) if mark else unmarked(request, document)


def unmarked(request, document):
    """The frozen bytes, sent once to each browser."""
    response = answer(document, bytes(document.content))
    patch_cache_control(response, private=True, no_cache=True)
    response["ETag"] = f'"{document.sha256}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def marked(document, mark):
    """A copy with this reader's name: no browser keeps it for the next one. The hash named is the original's."""
    response = answer(document, documents.copy_of(document, mark))
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = f'W/"{document.sha256}"'
    return response


def answer(document, content):
    attached = document.format != Document.Format.PDF
    return sent(content, KINDS[document.format], document.file_name, attached=attached)
