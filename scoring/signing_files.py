"""Printing what is signed, in the act of signing: what cannot be printed is not signed."""

import hashlib

from accounts.refusal import Refused
from bulletins import fonts
from bulletins.actions.documents import render
from scoring.models import SignedFile

Format = SignedFile.Format


def printed(paper, kind) -> bytes:
    try:
        return render(paper, kind)
    except (fonts.MissingGlyph, fonts.NoChineseFont) as trouble:
        raise Refused(str(trouble)) from trouble


def keep_files(paper, spreadsheet, **of):
    """Word, PDF and spreadsheet of a list, kept as they are from now on."""
    made = {
        Format.DOCX: printed(paper, Format.DOCX),
        Format.PDF: printed(paper, Format.PDF),
        Format.XLSX: spreadsheet,
    }
    SignedFile.objects.bulk_create(
        SignedFile(format=form, content=content, sha256=hashlib.sha256(content).hexdigest(), **of)
        for form, content in made.items()
    )
