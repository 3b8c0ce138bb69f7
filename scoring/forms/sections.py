"""One section of a rule book as a form: shown, changed, checked against the whole book."""

from scoring.bookdata import checked, data_of
from scoring.engine import RuleBook
from scoring.forms.blocks import blocks_of
from scoring.sections import Section, section_of
from scoring.shapes import Vocabulary
from scoring.terms import EVENTS
from scoring.tomlfile import Place


class SectionForm:
    """Its blocks, and what the book becomes by them."""

    def __init__(self, section: Section, rules: RuleBook, words, data=None):
        self.section, self.is_bound = section, data is not None
        self.raw = data_of(rules)
        self.blocks = blocks_of(section, words, known_by(rules), data=data, raw=self.raw)
        self.faults: list[str] = []
        self.book: RuleBook | None = None

    def is_valid(self) -> bool:
        """Whether the whole book is sound with what was sent; what is not is told where it stands."""
        if [block for block in self.blocks if not block.is_valid()]:
            return False
        data = dict(self.raw)
        for block in self.blocks:
            block.put(data)
        found = checked(
            data, {block.name: block.numbers() for block in self.blocks if block.rows is not None}
        )
        for fault in found.faults:
            self.tell(fault.place, fault.message)
        self.book = found.book
        return self.book is not None

    def tell(self, place: Place, message: str):
        if not any(block.tell(place, message) for block in self.blocks):
            self.faults.append(where(place) + message)

    @property
    def has_errors(self) -> bool:
        """Read after is_valid: whether anything on the page is marked."""
        return bool(self.faults) or any(form.errors for block in self.blocks for form in block.forms)


def known_by(rules: RuleBook) -> Vocabulary:
    return Vocabulary(rules.uses, rules.systems, EVENTS | rules.event_words, rules.levels)


def where(place: Place) -> str:
    """Which section a fault elsewhere is in."""
    section = section_of(str(place[0])) if place else None
    row = f"第{place[1] + 1}行" if len(place) > 1 and isinstance(place[1], int) else ""
    return f"“{section.title}”一节{row}：" if section else ""
