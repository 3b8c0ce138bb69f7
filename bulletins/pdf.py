"""Print a paper as PDF with Typst: exact lines, embedded fonts, and the same bytes for the same paper."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from bulletins import pdf_blocks
from bulletins.blocks import KINDS
from bulletins.fonts import Face, Fonts, typesetter_fonts
from bulletins.measures import Measures
from bulletins.paper import Paper, Piece
from bulletins.wording import balanced, clean, fitted

TEMPLATE = Path(__file__).with_name("pdf_template.typ")
# archives ask for self-contained files; the profile needs a date, which a proof does not have yet
ARCHIVAL = "a-2b"


def render(paper: Paper, fonts: Fonts, pictures: Mapping[int, bytes] | None = None) -> bytes:
    """The PDF; refuses with `MissingGlyph` what no font can print. Pictures come as bytes by attachment."""
    with typeset(paper, fonts, pictures) as setting:
        return typst.compile(template(), pdf_standards=ARCHIVAL if paper.date else [], timestamp=0, **setting)


def page_numbers(paper: Paper, fonts: Fonts, pictures: Mapping[int, bytes] | None = None) -> tuple[int, ...]:
    """The page on which each piece begins: Word's list of contents says it before Word has counted itself."""
    with typeset(paper, fonts, pictures) as setting:
        return tuple(json.loads(typst.query(template(), "<piece>", field="value", **setting)))


@contextmanager
def typeset(paper: Paper, fonts: Fonts, pictures: Mapping[int, bytes] | None) -> Iterator[dict]:
    """Everything the typesetter needs, its pictures in a folder of its own."""
    page, faces = _page(paper), chosen_faces(paper, fonts)
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
    head, pieces = page["head"], page["pieces"]
    blocks = [block for piece in pieces for block in piece["blocks"]]
    entries = [piece["entry"] for piece in pieces]
    texts = {
        "masthead": head["masthead"],
        "title": ["目录", [piece["title"] for piece in pieces]],
        "hei": [head["classification"], "【编者按】清样", _headings(blocks, "h1"), paper.headings, entries],
        "kai": [
            *(head["tag"], page["note"], _headings(blocks, "h2")),
            *([piece["note"], piece["byline"], piece["signature"]] for piece in pieces),
        ],
        "sub": _headings(blocks, "h3h4"),
        "body": [head["number"], head["office"], head["date"], "…", entries]
        + [block["words"] for block in blocks],
        "tail": list(page["tail"].values()),
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
def template() -> bytes:
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
        "contents": paper.contents,
        "pieces": [
            _piece(piece, heading, m) for piece, heading in zip(paper.pieces, paper.headings, strict=True)
        ],
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


def _piece(piece: Piece, heading: str, m: Measures) -> dict:
    return {
        "title": balanced(piece.title, m.width_pt / m.title_pt),
        "entry": piece.one_line,
        "column": piece.heading,
        "heading": heading,
        "byline": piece.byline_within(m.columns),
        "note": piece.note_lines,
        "blocks": [pdf_blocks.block_of(block, m) for block in piece.blocks],
        "brief": piece.brief,
        "runs_in": piece.runs_in,
        "runs_out": piece.runs_out,
        "signature": piece.signature if piece.brief else "",
        "ends_in_text": bool(piece.blocks) and piece.blocks[-1].kind in KINDS,
    }


def _tail(paper: Paper) -> dict:
    tail = paper.tail
    return {
        "hands": tail.hands,
        "lists": tail.lists,
        "contact": tail.contact_lines,
        "copies": tail.copies_line,
    }
