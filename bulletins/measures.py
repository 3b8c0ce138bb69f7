"""The measures of an official page, in one place, so that Word and PDF cannot drift apart.

Defaults are those of GB/T 9704-2012 (paper 5.1, layout 5.2, elements 7). A 简报 is not one of the
statutory document kinds, so the standard is followed by habit and every value may differ per publication.
"""

from dataclasses import asdict, dataclass, fields

POINTS_PER_MM = 72 / 25.4
TWIPS_PER_POINT = 20


@dataclass(frozen=True)
class Measures:
    """One publication's page; lengths end in `_mm`, type sizes and strokes in `_pt`."""

    # 5.1 and 5.2: A4 with a type area of 156 × 225 mm
    page_width_mm: float = 210
    page_height_mm: float = 297
    top_mm: float = 37
    left_mm: float = 28
    right_mm: float = 26
    bottom_mm: float = 35
    # 5.2.3: 22 lines of 28 characters fill the type area
    lines: int = 22
    columns: int = 28
    # 5.2.2 and 7.3: 三号 body, 二号 title; 7.5: 四号 page number; 7.4: 四号 tail
    body_pt: float = 16
    title_pt: float = 22
    page_number_pt: float = 14
    tail_pt: float = 14
    tail_line_pt: float = 26
    indent_chars: int = 2
    # 7.2.4 asks 35 mm above the issuer's mark of a statutory document; bulletins keep it about half
    masthead_drop_mm: float = 18
    masthead_pt: float = 62
    # 7.2.7: red rule 4 mm below the number line, as wide as the type area
    rule_gap_mm: float = 4
    rule_pt: float = 2.25
    red: str = "FF0000"
    # 7.3.1 asks two blank lines above a title; a bulletin's editor's note stands there instead
    lines_above_title: int = 1
    # 7.4: outer lines of the tail thick, inner ones thin
    tail_thick_mm: float = 0.35
    tail_thin_mm: float = 0.25
    # 7.5: the dash beside the page number lies 7 mm below the type area
    page_number_drop_mm: float = 7
    # 小标宋 masthead and title, 仿宋 body and tail, 黑体 and 楷体 levels, 宋体 page number; empty: as title or body
    masthead_font: str = ""
    title_font: str = "方正小标宋简体"
    body_font: str = "仿宋_GB2312"
    hei_font: str = "黑体"
    kai_font: str = "楷体_GB2312"
    sub_font: str = ""
    tail_font: str = ""
    number_font: str = "宋体"
    # the standard wants 22 lines on every page; who minds a lonely line more may have 21
    keeps_lines_together: bool = False

    @classmethod
    def from_dict(cls, values: dict) -> "Measures":
        """Read a publication's settings; a misspelt measure must not pass unnoticed."""
        unknown = sorted(set(values) - {field.name for field in fields(cls)})
        if unknown:
            raise ValueError(f"没有这样的版式参数：{'、'.join(unknown)}。")
        return cls(**values)

    def to_dict(self) -> dict:
        return asdict(self)

    @property
    def fonts(self) -> dict[str, str]:
        """The name of the font of each role."""
        return {
            "masthead": self.masthead_font or self.title_font,
            "title": self.title_font,
            "body": self.body_font,
            "hei": self.hei_font,
            "kai": self.kai_font,
            "sub": self.sub_font or self.body_font,
            "tail": self.tail_font or self.body_font,
            "number": self.number_font,
        }

    @property
    def width_pt(self) -> float:
        """Width of the type area."""
        return points(self.page_width_mm - self.left_mm - self.right_mm)

    @property
    def height_pt(self) -> float:
        """Height of the type area."""
        return points(self.page_height_mm - self.top_mm - self.bottom_mm)

    @property
    def line_pt(self) -> float:
        """Pitch of the grid's lines (28.99 pt by the standard)."""
        return self.height_pt / self.lines

    @property
    def tracking_pt(self) -> float:
        """What 三号 type must give up for 28 characters to fit a line; in whole twips, for Word's sake."""
        width = int(self.width_pt * TWIPS_PER_POINT)
        return width // self.columns / TWIPS_PER_POINT - self.body_pt

    @property
    def char_pt(self) -> float:
        """Pitch of the grid's characters (15.79 pt by the standard)."""
        return self.body_pt + self.tracking_pt


def points(mm: float) -> float:
    return mm * POINTS_PER_MM


def twips(pt: float) -> int:
    """Word's unit; rounded down, because one twip too many costs a page its last line."""
    return int(pt * TWIPS_PER_POINT)
