"""docs/rulebook.md: every clause is documented, and every example in it is one a person may copy."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from scoring.books import BESIDES, load
from scoring.clauses import BOOK, LISTS, MONEY, TABLES
from scoring.factwords import COLUMNS
from scoring.shapes import NO_WORDS

MANUAL = (Path(__file__).parents[2] / "docs/rulebook.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", MANUAL, re.S)
HEAD = 'name = "样例"\nversion = 1\nmulti = "accumulate"\n'
RULE = '\n[[rules]]\ncode = "any"\npoints = 1\n'
KEYS = sorted(
    {*BOOK, *MONEY, *BESIDES} | {key for shape in (LISTS | TABLES).values() for key in shape.fields(NO_WORDS)}
)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n", 1)[0])
def test_an_example_of_the_manual_is_a_book(block):
    text = block + RULE if block.startswith("name") else HEAD + block + RULE

    assert load(text).version == 1


@pytest.mark.parametrize("key", KEYS)
def test_the_manual_names_every_key(key):
    assert re.search(rf"\b{key}\b", MANUAL)


@pytest.mark.parametrize(("name", "label"), COLUMNS.items())
def test_the_manual_names_every_column_in_both_languages(name, label):
    assert re.search(rf"\b{name}\b", MANUAL)
    assert label in MANUAL


def test_the_table_in_the_manual_can_be_reckoned(tmp_path):
    facts = tmp_path / "facts.csv"
    facts.write_text(re.search(r"```csv\n(.*?)```", MANUAL, re.S)[1], encoding="utf-8")
    out = StringIO()

    call_command("reckon", book="r1", facts=str(facts), stdout=out)

    assert "1\t甲镇总工会\t20\t采用分20" in out.getvalue()
