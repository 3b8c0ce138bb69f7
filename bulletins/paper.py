"""One bulletin as a page model: what Word and PDF both print, and what is frozen at signature."""

import datetime
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise

from bulletins.blocks import KINDS, AnyBlock, Block, Picture, block_from, blocks_of
from bulletins.measures import Measures
from bulletins.wording import chinese_date, clean, filled, lines_of, sentence_of

__all__ = ["Block", "Paper", "Picture", "Piece", "Tail", "blocks_of"]

BRIEFS = "简讯"
NOTE_LABELS = ("【编者按】", "编者按：", "编者按:", "【按语】", "按语：", "按：")


@dataclass(frozen=True)
class Piece:
    """One article of an issue; the byline stands under the title, one printed line per line of text.

    A brief one has no title of its own height: it begins its paragraph, and several follow close upon each other.
    """

    title: str
    byline: str = ""
    blocks: tuple[AnyBlock, ...] = ()
    note: str = ""
    column: str = ""
    brief: bool = False

    @classmethod
    def from_dict(cls, values: dict) -> "Piece":
        return cls(**values | {"blocks": tuple(map(block_from, values.get("blocks", ())))})

    def to_dict(self) -> dict:
        plain = {name: getattr(self, name) for name in ("title", "byline", "note", "column", "brief")}
        return plain | {"blocks": [block.to_dict() for block in self.blocks]}

    @property
    def heading(self) -> str:
        """The column it stands in; short news without one stand under their own."""
        return clean(self.column) or (BRIEFS if self.brief else "")

    @property
    def one_line(self) -> str:
        """The title as a list of contents writes it."""
        return "".join(lines_of(self.title))

    @property
    def signature(self) -> str:
        """The byline in brackets, as it ends a brief item."""
        text = "　".join(self.byline_lines)
        return text if not text or (text[0] in "（(" and text[-1] in "）)") else f"（{text}）"

    @property
    def runs_in(self) -> bool:
        """Whether a brief item's title can begin its first paragraph."""
        return self.brief and bool(self.blocks) and self.blocks[0].kind == "p"

    @property
    def runs_out(self) -> bool:
        """Whether a brief item's byline can end its last paragraph."""
        return self.brief and bool(self.blocks) and self.blocks[-1].kind in KINDS

    @property
    def byline_lines(self) -> tuple[str, ...]:
        return lines_of(self.byline)

    def byline_within(self, room: float) -> tuple[str, ...]:
        """The byline broken between units rather than within their names."""
        return tuple(part for line in self.byline_lines for part in filled(line, room))

    @property
    def note_lines(self) -> tuple[str, ...]:
        return _unlabelled(self.note)


@dataclass(frozen=True)
class Tail:
    """The foot of the last page (报尾): who made it, who gets it, whom to ask."""

    editor: str = ""
    checker: str = ""
    approver: str = ""
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    copies: int | None = None

    @classmethod
    def from_dict(cls, values: dict) -> "Tail":
        lists = ("report_to", "send_to", "copy_to", "contact")
        return cls(**values | {name: tuple(values.get(name, ())) for name in lists})

    @property
    def hands(self) -> tuple[str, ...]:
        """The three people who answer for the issue, as printed."""
        names = (("编辑", self.editor), ("核对", self.checker), ("核签", self.approver))
        return tuple(f"{label}：{clean(name)}" for label, name in names if clean(name))

    @property
    def lists(self) -> tuple[tuple[str, str], ...]:
        """报 to superiors, 送 to peers, 发 to those below; an empty list has no line."""
        lists = (("报：", self.report_to), ("送：", self.send_to), ("发：", self.copy_to))
        return tuple((label, sentence_of(names)) for label, names in lists if sentence_of(names))

    @property
    def contact_lines(self) -> tuple[str, ...]:
        return tuple(filter(None, map(clean, self.contact)))

    @property
    def copies_line(self) -> str:
        return f"（共印{self.copies}份）" if self.copies else ""


@dataclass(frozen=True)
class Paper:
    """A whole issue; a proof has no number and no date yet, because both are born at signature."""

    classification: str
    masthead: str
    number: str = ""
    tag: str = ""
    office: str = ""
    date: datetime.date | None = None
    note: str = ""
    pieces: tuple[Piece, ...] = ()
    tail: Tail = field(default_factory=Tail)
    measures: Measures = field(default_factory=Measures)
    proof: bool = False
    contents: bool = False

    def to_dict(self) -> dict:
        """Plain JSON values, which are what the signature freezes."""
        pieces = [piece.to_dict() for piece in self.pieces]
        values = asdict(replace(self, pieces=()))
        return values | {"pieces": pieces, "date": self.date.isoformat() if self.date else None}

    @classmethod
    def from_dict(cls, values: dict) -> "Paper":
        return cls(
            **values
            | {
                "date": datetime.date.fromisoformat(values["date"]) if values.get("date") else None,
                "pieces": tuple(map(Piece.from_dict, values.get("pieces", ()))),
                "tail": Tail.from_dict(values.get("tail", {})),
                "measures": Measures.from_dict(values.get("measures", {})),
            }
        )

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(b for piece in self.pieces for b in piece.blocks if b.kind == "picture")

    @property
    def headings(self) -> tuple[str, ...]:
        """What is printed above each piece: its column where it begins, nothing where it goes on."""
        columns = ["", *(piece.heading for piece in self.pieces)]
        return tuple("" if here == before else here for before, here in pairwise(columns))

    @property
    def number_line(self) -> str:
        return clean(self.number) or ("第　　期" if self.proof else "")

    @property
    def date_line(self) -> str:
        if self.date:
            return chinese_date(self.date)
        return "　　年　月　日" if self.proof else ""

    @property
    def note_lines(self) -> tuple[str, ...]:
        return _unlabelled(self.note)

    @property
    def name(self) -> str:
        """How the file introduces itself in a window title or a list of documents."""
        return clean(f"{self.masthead}{self.number}") + ("（清样）" if self.proof else "")


def _unlabelled(note: str) -> tuple[str, ...]:
    """A note without its label, because the page prints 【编者按】 in its own type."""
    text = note.lstrip()
    for label in NOTE_LABELS:
        text = text.removeprefix(label)
    return lines_of(text)
