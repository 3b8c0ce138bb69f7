"""The editor asks for every clause a file can say; what it shows and gets back unchanged is the same book."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings

from scoring.bookdata import checked, data_of
from scoring.books import EXAMPLES, dump, example, load, load_draft
from scoring.clauses import BOOK, LISTS, MONEY, OWN_WORDS, TABLES
from scoring.forms.questions import Words, kind_of
from scoring.forms.sections import SectionForm, known_by
from scoring.officewords import said_in
from scoring.sections import SECTIONS, section_of
from scoring.shapes import NO_WORDS
from tests.scoring.sent import sent_back
from tests.scoring.test_any_book import books


def words_of(book):
    said = said_in(data_of(book))
    return Words(
        carriers={code: f"《{code}》" for code in said["carriers"]},
        tasks={one.code: one.label for one in book.quotas},
        levels={"city": "市级", "central": "中央"},
    )


def shown(section, book, data=None):
    form = SectionForm(section, book, words_of(book), data=data)
    return form, "".join(
        render_to_string("scoring/_book_block.html", {"block": block}) for block in form.blocks
    )


def resaved(section, book):
    _, markup = shown(section, book)
    form = SectionForm(section, book, words_of(book), data=sent_back(markup, None))
    assert form.is_valid(), (section.slug, form.faults, [b.form and b.form.errors for b in form.blocks])
    return form.book


@pytest.mark.parametrize("section", SECTIONS, ids=lambda one: one.slug)
@pytest.mark.parametrize("code", sorted(path.stem for path in EXAMPLES.glob("*.toml")))
def test_a_shipped_book_shown_and_sent_back_is_the_same(code, section):
    book = example(code)

    assert resaved(section, book) == book


@settings(max_examples=15, deadline=None)
@given(books())
def test_any_book_shown_and_sent_back_is_the_same(book):
    for section in SECTIONS:
        assert resaved(section, book) == book


def test_every_clause_a_file_can_say_is_asked_for_in_one_section():
    names = [*BOOK, *TABLES, *LISTS, *OWN_WORDS, "money", "use_as"]

    assert [name for name in names if section_of(name) is None] == []
    assert [name for name in names if sum(section.holds(name) for section in SECTIONS) > 1] == []


def test_every_key_has_a_question_of_its_kind():
    shapes = [shape.fields(NO_WORDS) for shape in (LISTS | TABLES).values()]
    kinds = {kind_of(field)[0] for fields in (*shapes, BOOK, MONEY) for field in fields.values()}

    assert kinds == {"words", "number", "choice", "yes_no", "picks", "list", "pairs", "sequence"}


def test_the_whole_manual_can_be_shown_and_sent_back():
    """Every clause of the manual at once is the widest book there is."""
    book = load_draft(dump(load(WIDE)))

    for section in SECTIONS:
        assert resaved(section, book) == book


WIDE = """
name = "样样都有"
version = 1
multi = "highest_per_system"
year_starts = 12
opening = 6
rewritten = "0.5"

[uses]
"专稿" = "专稿"
[event_words]
talk = "被约谈"
[use_as]
composite = "full"
[joint]
split = "fraction"
fraction = "0.35"
main_extra = 3
instructions = true
[total]
floor = 0
ceiling = 110
[money]
per_point = 4
needs_person = false
[ranking]
method = "competition"
tie_breakers = ["items", "above"]
[[rules]]
code = "a"
level = ["city", "province"]
use = "专稿"
sort = ["调研", "动态"]
when = ["joint", "约稿"]
points = "7.5"
[[rules]]
code = "b"
carrier = ["x", "y"]
points = 3
[[quotas]]
code = "q"
label = "每月任务"
counts = "uses"
per = "month"
need = 0
by_class = { "一类" = 6, "二类" = "4.5" }
count_as = { city = 1, x = 2 }
lump = 5
proportional = true
each_missing = "-0.5"
void_after = 6
[[events]]
code = "e"
event = "talk"
by_time = [-1, -1, -5]
share = "-0.5"
[[parts]]
name = "工作量"
of = ["filing", "quota"]
worth = 20
benchmark = 60
weight = "0.6"
"""


def change(slug, book, **fields):
    """A section with some inputs changed, as sent."""
    section = next(one for one in SECTIONS if one.slug == slug)
    _, markup = shown(section, book)
    data = sent_back(markup, None)
    for name, value in fields.items():
        name = name.replace("__", "-")
        data.setlist(name, value) if isinstance(value, list) else data.__setitem__(name, value)
    form = SectionForm(section, book, words_of(book), data=data)
    form.is_valid()
    return form


def test_a_share_is_asked_for_in_percent_and_what_is_taken_off_without_its_minus():
    form = change("events", example("r1"), **{
        "rates-n": "1", "events-n": "1", "rates-0-below": "30", "rates-0-points": "-5",
        "events-0-event": "late", "events-0-share": "-50",
    })  # fmt: skip

    assert (form.book.rates[0].below, form.book.events[0].share) == (Decimal("0.3"), Decimal("-0.5"))


def test_a_row_without_a_code_gets_one_made_of_its_words_and_keeps_it():
    added = {
        "rules-n": "16",
        "rules-15-level": ["grassroots"],
        "rules-15-use": ["brief"],
        "rules-15-points": "2",
    }
    book = change("prices", example("r1"), **added).book
    again = change("prices", book, **{"rules-15-points": "3"}).book

    assert [book.rules[-1].code, again.rules[-1].code] == ["基层简讯", "基层简讯"]
    assert again.rules[-1].points == 3


def test_a_clash_is_told_at_both_rows_by_their_numbers():
    form = change("prices", example("r1"), **{"rules-1-use": ["full"]})
    rows = form.blocks[0].rows.forms

    assert form.book is None
    assert rows[0].non_field_errors() == ["与第2行不能并存，见该行的说明"]
    assert "与第1行的“county-union-full”同样具体" in rows[1].non_field_errors()[0]


def test_struck_rows_are_gone_and_numbers_stay_those_of_the_screen():
    form = change("prices", example("r1"), **{"rules-0-gone": "on", "rules-2-points": ""})

    assert form.blocks[0].rows.forms[2].errors["points"] == ["缺少分值"]


def test_faults_are_told_in_the_words_of_the_screen():
    form = change("quotas", load(WIDE), **{"quotas-0-lump": "一百", "quotas-0-by_class.value": ["6", "很多"]})
    errors = form.blocks[0].rows.forms[0].errors

    assert errors["lump"] == ["请填写数字，如 5 或 0.5。"]
    assert errors["by_class"] == ["“二类”后面请填数字。"]


def test_a_clause_that_says_too_little_names_what_to_say_by_its_labels():
    form = change("instructions", example("r14"), **{"instructions-0-points": ""})

    assert form.blocks[1].rows.forms[0].non_field_errors() == ["“加分”、“倍数”至少要写一项"]


def test_a_word_still_used_elsewhere_cannot_go_and_the_place_is_named():
    form = change("words", example("r14"), **{"uses-0-gone": "on"})

    assert form.book is None
    assert form.faults[0].startswith("“分值表”一节第4行：没有“commission”")


def test_values_are_checked_like_a_file():
    assert checked(data_of(example("r2"))).book == example("r2")
    assert [fault.place for fault in checked(data_of(example("r2")) | {"multi": "x"}).faults] == [("multi",)]
    assert known_by(load(WIDE)).events["talk"] == "被约谈"
