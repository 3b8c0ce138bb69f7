"""docs/rulebook.md: every clause is documented, and every example in it is one a person may copy."""

import json
import re
import tomllib
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
    assert load(as_book(block)).version == 1


def as_book(block):
    """The example with the head it leaves out, and a price so that the book earns something."""
    said = tomllib.loads(block)
    head = "".join(line for line in HEAD.splitlines(True) if line.split(" ")[0] not in said)
    return head + block + RULE


def test_the_manual_answers_many_phrases_of_real_rule_sets():
    phrases = re.findall(r"^“[^”]+”", MANUAL, re.M)

    assert len(phrases) >= 40


def test_the_manual_names_every_field_of_the_report(tmp_path):
    table, fields = MANUAL.partition("## 输出的 JSON")[2], set()
    gather(json.loads(re.search(r"```json\n(.*?)```", MANUAL, re.S)[1]), fields)

    assert {field for field in fields if f"`{field}`" not in table} == set()


def test_the_report_in_the_manual_is_what_the_command_prints(tmp_path):
    facts, out = tmp_path / "facts.csv", StringIO()
    facts.write_text(
        "单位,信息,层级,系统,采用方式,日期\n甲镇总工会,a1,县级,工会,全文,2014-01-05\n", encoding="utf-8"
    )

    call_command("reckon", book="r1", facts=str(facts), json=True, stdout=out)

    assert json.loads(out.getvalue()) == json.loads(re.search(r"```json\n(.*?)```", MANUAL, re.S)[1])


def gather(value, fields):
    if isinstance(value, dict):
        fields |= value.keys()
        for one in value.values():
            gather(one, fields)
    for one in value if isinstance(value, list) else ():
        gather(one, fields)


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
