"""The numbers Word counts by itself: in the file they are a reference, on the page they are text. No Django."""

import re

from docx.oxml.ns import qn

from submissions.parts import BULLET

DIGITS = "〇一二三四五六七八九"
CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCountingThousand",
}
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
DEEPEST = 9


class Numbering:
    """Counts every list of a document as its paragraphs come along."""

    def __init__(self, document):
        part = document.part.numbering_part if _has_numbers(document) else None
        root = part.element if part is not None else None
        self.lists = {} if root is None else {n.numId: n for n in root.num_lst}
        self.abstracts = {} if root is None else _by_id(root, "w:abstractNum", "w:abstractNumId")
        self.counts = {}

    def mark(self, paragraph):
        """The number or bullet that stands before a paragraph, as text; "" if there is none."""
        number, depth = _reference(paragraph)
        level = self.level(number, depth)
        if level is None:
            return ""
        kind = _value(level, "w:numFmt", "decimal")
        if kind == "bullet":
            return BULLET
        counts = self.counted(number, depth)
        text = _value(level, "w:lvlText", "")
        return re.sub(r"%([1-9])", lambda found: self.written(number, int(found[1]) - 1, counts), text)

    def level(self, number, depth):
        """How a level of a list is written; None where there is no list."""
        instance = self.lists.get(number)
        if instance is None or depth >= DEEPEST:
            return None
        abstract = self.abstracts.get(f"{instance.abstractNumId.val}")
        if abstract is None:
            return None
        return next(
            (lvl for lvl in abstract.findall(qn("w:lvl")) if lvl.get(qn("w:ilvl")) == f"{depth}"), None
        )

    def counted(self, number, depth):
        """The counters of the list with this paragraph counted; deeper levels begin anew."""
        counts = self.counts.setdefault(number, {})
        counts[depth] = counts[depth] + 1 if depth in counts else self.start(number, depth)
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return counts

    def start(self, number, depth):
        for override in self.lists[number].lvlOverride_lst:
            if override.ilvl == depth and override.startOverride is not None:
                return int(override.startOverride.val)
        return _whole(_value(self.level(number, depth), "w:start", "1"), 1)

    def written(self, number, depth, counts):
        level = self.level(number, depth)
        if level is None:
            return ""
        return spelled(counts.get(depth, self.start(number, depth)), _value(level, "w:numFmt", "decimal"))


def spelled(count, kind):
    """A count in the letters of its kind; what is unknown is written in digits."""
    if kind in CHINESE:
        return chinese(count)
    if kind in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr(ord("a" if kind == "lowerLetter" else "A") + count - 1)
    if kind in ("lowerRoman", "upperRoman"):
        return roman(count).upper() if kind == "upperRoman" else roman(count)
    if kind.startswith("decimalEnclosedCircle") and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    return "" if kind == "none" else f"{count}"


def chinese(count):
    """一 … 九十九; more than that no outline needs."""
    if not 0 < count < 100:
        return f"{count}"
    tens, ones = divmod(count, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def roman(count):
    text = ""
    for value, letters in ROMAN:
        while count >= value and len(text) < 20:
            text, count = text + letters, count - value
    return text


def _reference(paragraph):
    """List and depth a paragraph belongs to, by itself or through its style."""
    own = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
    for numbers in [own, *_of_styles(paragraph.style)]:
        if numbers is not None and numbers.numId is not None:
            return numbers.numId.val, numbers.ilvl.val if numbers.ilvl is not None else 0
    return 0, 0


def _of_styles(style):
    for _ in range(20):  # a damaged file may chain styles in a ring
        if style is None:
            return
        properties = style.element.find(qn("w:pPr"))
        yield None if properties is None else properties.find(qn("w:numPr"))
        style = style.base_style


def _has_numbers(document):
    return any(relation.reltype.endswith("/numbering") for relation in document.part.rels.values())


def _by_id(root, tag, name):
    return {element.get(qn(name)): element for element in root.findall(qn(tag))}


def _value(level, tag, otherwise):
    found = level.find(qn(tag))
    return otherwise if found is None else found.get(qn("w:val"), otherwise)


def _whole(text, otherwise):
    return int(text) if re.fullmatch(r"\d{1,4}", text) else otherwise
