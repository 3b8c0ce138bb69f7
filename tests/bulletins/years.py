"""Printed issues and the archive of their year, for tests."""

import io
import zipfile

from openpyxl import load_workbook

from bulletins.actions import archives, documents
from tests.sheets import HEAD_ROW


def made(issue):
    for document in issue.documents.all():
        documents.make(document.pk)
    return issue


def printed(office, **fields):
    return made(office.signed(office.article(ready=True, **fields)))


def year_of(office, issue, by=None):
    """The archive of an issue's year, made."""
    asked = archives.ask(office.publication, issue.year, by=by or office.editor)
    archives.make(asked.pk)
    asked.refresh_from_db()
    return asked


def opened(archive):
    with archive.file.open() as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def sheets_of(book, name):
    read = load_workbook(io.BytesIO(book.read(name)))
    return {
        page.title: [list(row) for row in page.iter_rows(min_row=HEAD_ROW, values_only=True)] for page in read
    }
