"""Print a paper as PDF with Typst: exact lines, embedded fonts, and the same bytes for the same paper."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from bulletins import pdf_blocks
from bulletins.fonts import Face, Fonts, typesetter_fonts
from bulletins.paper import Paper, Piece
from bulletins.wording import balanced, clean, fitted

TEMPLATE = Path(__file__).with_name("pdf_template.typ")
# archives ask for self-contained files; the profile needs a date, which a proof does not have yet
ARCHIVAL = "a-2b"


def render(paper: Paper, fonts: Fonts, pictures: Mapping[int, bytes] | None = None) -> bytes:
    """The PDF; refuses with `MissingGlyph` what no font can print. Pictures come as bytes by attachment."""
    with typeset(paper, fonts, pictures) as given:
        return typst.compile(
            **given, input=_template(), pdf_standards=ARCHIVAL if paper.date else [], timestamp=0
        )


@contextmanager
def typeset(paper: Paper, fonts: Fonts, pictures: Mapping[int, bytes] | None = None) -> Iterator[dict]:
    """What the typesetter is given beside the template: fonts, pictures on disk and the paper as data."""
    page = _page(paper)
    faces = chosen_faces(paper, fonts)
    page["fonts"] = {role: _setting(chosen) for role, chosen in faces.items()}
    with TemporaryDirectory() as folder:
        for attachment, content in (pictures or {}).items():
            Path(folder, pdf_blocks.file_of(attachment)).write_bytes(content)
        yield {
            "root": folder,
            "font_paths": typesetter_fonts(face for chosen in faces.values() for face in chosen),
            "sys_inputs": {"paper": json.dumps(page, ensure_ascii=False)},
        }


def chosen_faces(paper: Paper, fonts: Fonts) -> dict[str, tuple[Face, ...]]:
    """The faces each role needs for this paper; asked before signing, it tells what cannot be printed."""
    page = _page(paper)
    head, tail = page["head"], page["tail"]
    notes = [page["note"], *(piece["note"] for piece in page["pieces"])]
    blocks = [block for piece in page["pieces"] for block in piece["blocks"]]
    texts = {
        "title": [head["masthead"], [piece["title"] for piece in page["pieces"]]],
        "hei": [head["classification"], "【编者按】清样", _headings(blocks, "h1")],
        "kai": [head["tag"], notes, [piece["byline"] for piece in page["pieces"]], _headings(blocks, "h2")],
        "body": [head["number"], head["office"], head["date"], list(tail.values()), _headings(blocks, "h3h4")]
        + [block["words"] for block in blocks],
        "number": "— 0123456789 —",
    }
    return {role: fonts.setting(role, _characters(text)) for role, text in texts.items()}


def _headings(blocks: list[dict], kinds: str) -> list[str]:
    return [run["text"] for block in blocks if block["kind"] in kinds for run in block["heading"]]


def _characters(text) -> set[str]:
    return set(text) if isinstance(text, str) else set().union(*map(_characters, text))


def _setting(faces: tuple[Face, ...]) -> dict:
    families = list(dict.fromkeys(face.family for face in faces))
    return {"families": families, "weight": faces[0].weight}


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _page(paper: Paper) -> dict:
    """The paper as the template prints it: every line cleaned, cut and labelled beforehand."""
    m = paper.measures
    return {
        "measures": m.to_dict(),
        "line_pt": m.line_pt,
        "char_pt": m.char_pt,
        "width_pt": m.width_pt,
        "height_pt": m.height_pt,
        "name": paper.name,
        "author": clean(paper.office),
        "date": {"year": paper.date.year, "month": paper.date.month, "day": paper.date.day}
        if paper.date
        else None,
        "proof": paper.proof,
        "head": _head(paper),
        "note": paper.note_lines,
        "pieces": [_piece(piece, paper) for piece in paper.pieces],
        "tail": _tail(paper),
    }


def _head(paper: Paper) -> dict:
    m = paper.measures
    return {
        "classification": clean(paper.classification),
        "masthead": clean(paper.masthead),
        "masthead_pt": fitted(clean(paper.masthead), m.masthead_pt, m.width_pt),
        "number": paper.number_line,
        "tag": clean(paper.tag),
        "office": clean(paper.office),
        "date": paper.date_line,
    }


def _piece(piece: Piece, paper: Paper) -> dict:
    m = paper.measures
    return {
        "title": balanced(piece.title, m.width_pt / m.title_pt),
        "byline": piece.byline_lines,
        "note": piece.note_lines,
        "blocks": [pdf_blocks.block_of(block, m) for block in piece.blocks],
    }


def _tail(paper: Paper) -> dict:
    tail = paper.tail
    return {
        "hands": tail.hands,
        "lists": tail.lists,
        "contact": tail.contact_lines,
        "copies": tail.copies_line,
    }
