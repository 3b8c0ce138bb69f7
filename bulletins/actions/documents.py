"""Making the frozen files of a signed issue: once, from the frozen content."""

import hashlib

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.queue import after_commit
from accounts.refusal import NotYours, Refused
from accounts.roles import DESK_ROLES
from bulletins import fonts, pdf, pdf_watermark, word, word_watermark
from bulletins.models import Document
from bulletins.paper import Paper
from bulletins.pictures import contents_of


@transaction.atomic
def make(document_id):
    """Render one document; a finished one is never touched again."""
    document = Document.objects.select_for_update(of=("self",)).select_related("issue").get(pk=document_id)
    return fill(document, lambda: render(Paper.from_dict(document.issue.paper), document.format))


def fill(document, rendered):
    """Give a row under lock its bytes, once; whatever goes wrong is kept with it for people to see."""
    if document.ready:
        return document
    document.attempts += 1
    try:
        document.content = rendered()
    except Exception as error:  # the editor must see any failure; the row is tried again
        document.error = str(error)[:300] or type(error).__name__
        document.save(update_fields=["attempts", "error"])
        return document
    document.sha256 = hashlib.sha256(document.content).hexdigest()
    document.made_at, document.error = timezone.now(), ""
    document.save()
    return document


def render(paper, kind):
    """The bytes of a paper as .docx or .pdf."""
    pictures = contents_of(paper)
    if kind == Document.Format.DOCX:
        return word.render(paper, pictures, pages_of(paper, pictures))
    return pdf.render(paper, found_fonts(paper), pictures)


def proof_of(paper):
    """A proof as PDF; what keeps it from being printed is a sentence for the editor, not a broken page."""
    try:
        return render(paper, Document.Format.PDF)
    except (fonts.MissingGlyph, fonts.NoChineseFont) as trouble:
        raise Refused(str(trouble)) from trouble


def pages_of(paper, pictures):
    """Where each article begins, for a list of contents; nothing where none is printed."""
    return pdf.page_numbers(paper, found_fonts(paper), pictures) if paper.contents else ()


def found_fonts(paper):
    return fonts.find(settings.FONT_DIRS, paper.measures.fonts)


@transaction.atomic
def read(document, *, by, mark=""):
    """Who took a signed document, when, and with what mark on it (domain §10: reading is recorded too)."""
    issue = document.issue
    label = f"下载{document.get_format_display()}"
    facts = {"sha256": document.sha256} | ({"mark": mark} if mark else {})
    return record(by, "read", issue, label=label, unit=issue.publication.office, **facts)


def mark_for(person):
    """What a copy says of its reader: unit, name, and the minute."""
    return f"{person.home}　{person}　{timezone.localtime():%Y-%m-%d %H:%M}"


def copy_of(document, mark):
    """A marked copy; the frozen bytes stay as they are."""
    content = bytes(document.content)
    if document.format == Document.Format.DOCX:
        return word_watermark.marked(content, mark)
    found = fonts.find(settings.FONT_DIRS)
    try:
        return pdf_watermark.marked(content, mark, found)
    except (
        fonts.MissingGlyph
    ) as missing:  # nobody is refused a file for a rare name: 〓 stands for its character
        known = "".join("〓" if char in missing.characters else char for char in mark)
        return pdf_watermark.marked(content, known, found)


def may_take_original(issue, person):
    """The desk that prints and files it."""
    return person.holds_any(DESK_ROLES, issue.publication.office)


@transaction.atomic
def read_proof(issue, *, by):
    """Who looked at the pages before they were signed, and at which version of them."""
    unit = issue.publication.office
    return record(by, "read", issue, label="查看清样", unit=unit, version=issue.version)


@transaction.atomic
def retry(issue, *, by):
    """Let the files that could not be made be tried again from the start, at the desk's wish."""
    from bulletins.tasks import make_document

    if not by.holds_any(DESK_ROLES, issue.publication.office):
        raise NotYours("文件由编发人员重新生成。")
    unmade = issue.documents.unmade()
    unmade.update(attempts=0, error="")
    record(by, "retry", issue, label="重新生成文件", unit=issue.publication.office)
    for pk in unmade.values_list("pk", flat=True):
        after_commit(make_document, pk)
