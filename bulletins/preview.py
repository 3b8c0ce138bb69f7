"""What an issue would look like in print, kept by its content: looking twice costs nothing."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from bulletins import fonts, page_images, pdf
from bulletins.compose import paper_of
from bulletins.page_images import Extent
from bulletins.pictures import contents_of

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Preview:
    """The pages of one issue at one content; the name changes with every word of it."""

    name: str
    extent: Extent

    @property
    def numbers(self):
        return range(1, self.extent.pages + 1)


def as_if_signed(issue, by):
    """The pages that a signature of today gives, if no other issue is signed before; only the proof's mark goes."""
    paper, today = paper_of(issue), timezone.localdate()
    number = issue.publication.next_line(issue.series, today)
    return replace(paper, number=number, date=today, tail=replace(paper.tail, approver=str(by)))


def preview_of(thing, paper):
    """Lay the paper out, unless it is laid out already."""
    name = name_of(paper)
    _, extent = laid_out(thing, name, lambda: paper)
    return Preview(name, extent)


def page_of(issue, name, number, by):
    """One page as a picture; None when the issue has no such page any more."""
    return page_in(issue, name, number, lambda: (paper_of(issue), as_if_signed(issue, by)))


def page_in(thing, name, number, papers):
    """One page of whatever is printed, as long as one of its papers still has that name."""
    store, key = caches["pages"], f"{shelf_of(thing)}-{name}-{number}"
    if (found := store.get(key)) is not None:
        return found
    document, extent = laid_out(thing, name, lambda: paper_named(name, papers())) or (b"", Extent(0, 0))
    if not 1 <= number <= extent.pages:
        return None
    png = page_images.picture(document, number)
    store.set(key, png)
    return png


def shelf_of(thing):
    return f"{thing._meta.label_lower}-{thing.pk}"


def laid_out(thing, name, paper):
    """The PDF and its extent, from the store or made now; None when the content is gone."""
    store, key = caches["pages"], f"{shelf_of(thing)}-{name}"
    if (found := store.get(key)) is None and (content := paper()) is not None:
        found = typeset(content)
        store.set(key, found)
    return found


def typeset(paper):
    faces, pictures = fonts.find(settings.FONT_DIRS, paper.measures.fonts), contents_of(paper)
    return pdf.render(paper, faces, pictures), page_images.extent(paper, faces, pictures)


def paper_named(name, papers):
    """The paper of this name, if the thing still looks like that."""
    return next((paper for paper in papers if name_of(paper) == name), None)


def name_of(paper):
    content = json.dumps(paper.to_dict(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{way_of_printing()}{own_fonts()}{content}".encode()).hexdigest()[:32]


def own_fonts():
    """The office's font files as they lie there now: a font added today changes the pages of today."""
    files = sorted(
        path for folder in settings.FONT_DIRS for path in Path(folder).rglob("*") if path.is_file()
    )
    return [(str(path), path.stat().st_mtime_ns) for path in files]


@cache
def way_of_printing():
    """Changes with whatever sets the pages: a new release shows no pages of the old one."""
    sources = sorted([*HERE.glob("*.py"), *HERE.glob("*.typ")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
