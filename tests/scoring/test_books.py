import tomllib
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring.books import EXAMPLES, BadBook, dump, example, load
from scoring.engine import RuleBook
from scoring.policies import MULTI
from scoring.rules import LEVELS, SYSTEMS, USES, Rule, clashes

SOUND = """\
name = "县总工会考核办法"
version = 2
multi = "highest"
year_starts = 12

[use_as]
composite = "brief"

[[rules]]
code = "快报"
carrier = "kuaibao"
points = "0.5"

[[rules]]
code = "city-full"
level = "city"
system = "party"
use = "full"
points = 20
"""


def problems(text):
    with pytest.raises(BadBook) as caught:
        load(text)
    return [tuple(problem) for problem in caught.value.problems]


def changed(old, new):
    assert SOUND.count(old) == 1
    return SOUND.replace(old, new)


def test_a_file_becomes_a_book():
    assert load(SOUND) == RuleBook(
        "县总工会考核办法",
        2,
        (
            Rule("快报", Decimal("0.5"), carrier="kuaibao"),
            Rule("city-full", Decimal(20), level="city", system="party", use="full"),
        ),
        multi="highest",
        year_starts=12,
        use_as={"composite": "brief"},
    )


def test_a_book_is_written_as_it_is_read():
    assert dump(load(SOUND)) == SOUND


def test_the_year_starts_in_january_and_nothing_is_priced_alike_unless_the_file_says_so():
    book = load('name = "甲"\nversion = 1\nmulti = "accumulate"\n[[rules]]\ncode = "a"\npoints = 1\n')

    assert (book.year_starts, book.use_as) == (1, {})


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_books_are_sound_and_survive_rewriting(path):
    book = example(path.stem)

    assert load(dump(book)) == book


@pytest.mark.parametrize("number", ["0.1", '"0.1"', '"０.１"', "1e-1", '"0.10"'])
def test_fractions_stay_exact(number):
    assert load(changed('"0.5"', number)).rules[0].points == Decimal("0.1")


def test_a_file_from_windows_is_read():
    assert load("\ufeff" + SOUND.replace("\n", "\r\n")) == load(SOUND)


LEVEL_CHOICES = "可填：central（中央）、province（省级）、city（市级）、county（区县级）、grassroots（基层）"
NOT_TOML = "这一行不合 TOML 的写法，应为：项目 = 值，文字加英文引号"
FULL_WIDTH = '用了全角符号，请改用英文的 = " [ ] ,'
NEEDS_RULES = "至少要有一条规则，每条以 [[rules]] 开头"


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "message"),
    [
        ('name = "县总工会考核办法"', 'name = ""', 1, "name", "应填写文字，并加英文引号"),
        ('"县总工会考核办法"', '"考核办法 "', 1, "name", "首尾不能有空格，中间不能换行"),
        ('"县总工会考核办法"', '"考核\\n办法"', 1, "name", "首尾不能有空格，中间不能换行"),
        ('"县总工会考核办法"', f'"{"办" * 81}"', 1, "name", "不能超过80个字"),
        ("version = 2\n", "", 1, "version", "缺少版本"),
        ("version = 2", "version = true", 2, "version", "应为1到9999的整数"),
        (
            '"highest"',
            '"hihgest"',
            3,
            "multi",
            "没有“hihgest”，是不是“highest”？可填：accumulate（累加计分）、highest（就高不就低）、"
            "highest_per_system（同一系统就高不就低）、highest_per_level（同一层级就高不就低）、"
            "highest_per_carrier（同一刊物就高不就低）",
        ),
        ("year_starts = 12", "year_starts = 13", 4, "year_starts", "应为1到12的整数"),
        ("year_starts", "year_start", 4, "year_start", "没有“year_start”这一项，是不是“year_starts”？"),
        ("composite =", "compsite =", 7, "compsite", "没有“compsite”这一项，是不是“composite”？"),
        ('"brief"', '"composite"', 7, "composite", "“composite”自己也比照别的采用方式，不能作依据"),
        ("[use_as]", "[quota]", 6, "quota", "没有“quota”这一项，是不是“quotas”？"),
        ('code = "快报"\n', "", 9, "code", "缺少规则代码"),
        ('"快报"', '"city-full"', 15, "code", "“city-full”与第10行重复"),
        ('points = "0.5"\n', "", 9, "points", "缺少分值"),
        ('"0.5"', '"半分"', 12, "points", "应为0到9999的数"),
        ('"0.5"', "nan", 12, "points", "应为0到9999的数"),
        ('"0.5"', "true", 12, "points", "应为0到9999的数"),
        ('"0.5"', "-1", 12, "points", "应为0到9999的数"),
        ('"0.5"', "1e999999", 12, "points", "应为0到9999的数"),
        ('"0.5"', "0x" + "f" * 5000, 12, "points", "应为0到9999的数"),
        ('"0.5"', '"0.125"', 12, "points", "小数最多两位"),
        ('level = "city"', 'level = "citty"', 16, "level", f"没有“citty”，是不是“city”？{LEVEL_CHOICES}"),
        ('level = "city"', 'level = "市级"', 16, "level", f"没有“市级”，是不是“city”？{LEVEL_CHOICES}"),
        ('level = "city"', "level = 3", 16, "level", "应填写文字，并加英文引号"),
        ('level = "city"', 'levle = "city"', 16, "levle", "没有“levle”这一项，是不是“level”？"),
        ('level = "city"', '"层级" = "city"', 16, "层级", "没有“层级”这一项，是不是“level”？"),
        ('level = "city"', "level = “city”", 16, "level", FULL_WIDTH),
        ("version = 2", "version ＝ 2", 2, "version", FULL_WIDTH),
        ("version = 2", "version 2", 2, "version 2", NOT_TOML),
        ("version = 2", 'name = "再来"', 2, "name", "这一项写了两次"),
        ("version = 2", "version = " + "9" * 5000, 1, "", "文件中有过长的数或过深的嵌套"),
        ("version = 2", "version = " + "[" * 5000, 1, "", "文件中有过长的数或过深的嵌套"),
        ("[use_as]\ncomposite", "use_as", 6, "use_as", "应单写一节，以 [use_as] 开头"),
    ],
)
def test_a_fault_is_named_by_line_and_key(old, new, line, key, message):
    assert problems(changed(old, new)) == [(line, key, message)]


@pytest.mark.parametrize("rules", ["", "rules = []\n", "rules = 3\n", "rules = [1]\n", "[rules]\n"])
def test_a_book_needs_rules(rules):
    head = 'name = "甲"\nversion = 1\nmulti = "accumulate"\n'

    assert problems(head + rules) == [(4 if rules else 1, "rules", NEEDS_RULES)]


def test_rules_that_would_claim_one_fact_are_named_together():
    clash = 'code = "city-any"\nlevel = "city"\npoints = 1\n\n[[rules]]\ncode = "party-any"\nsystem = "party"'
    found = problems(changed('code = "快报"\ncarrier = "kuaibao"', clash))

    told = "“party-any”与第9行的“city-any”同样具体，会同时适用；请删去一条，或另加一条更具体的"
    assert found == [(14, "rules", told)]


def test_all_faults_are_told_at_once_in_the_order_of_the_lines():
    text = SOUND.replace("= 20", '= "很多"').replace("version = 2\n", "").replace("快报", "")

    assert [(line, key) for line, key, _ in problems(text)] == [(1, "version"), (9, "code"), (18, "points")]
    with pytest.raises(BadBook, match="第1行 version：缺少版本\n第9行 code：应填写文字，并加英文引号"):
        load(text)


names = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() == text and text.isprintable())
rules = st.builds(
    Rule,
    code=names,
    points=st.decimals(0, 9999, places=2),
    level=st.sampled_from([None, *LEVELS]),
    system=st.sampled_from([None, *SYSTEMS]),
    carrier=st.none() | names,
    use=st.sampled_from([None, *USES]),
)


@settings(deadline=None)
@given(
    name=names,
    version=st.integers(1, 9999),
    some=st.lists(rules, min_size=1, max_size=5, unique_by=lambda rule: rule.code),
    multi=st.sampled_from(list(MULTI)),
    year_starts=st.integers(1, 12),
    use_as=st.sampled_from([{}, {"composite": "full"}, {"composite": "full", "brief": "full"}]),
)
def test_any_book_reads_back_as_it_was_written(name, version, some, multi, year_starts, use_as):
    assume(not clashes(some, use_as))
    book = RuleBook(name, version, tuple(some), multi, year_starts, use_as)

    assert load(dump(book)) == book


@settings(deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(SOUND.split("\n"))).map("\n".join))
def test_whatever_is_typed_is_a_book_or_a_list_of_problems(text):
    try:
        book = load(text)
    except BadBook as bad:
        outcome = {
            bool(problem.message and 1 <= problem.line <= text.count("\n") + 1) for problem in bad.problems
        }
    else:
        outcome = {load(dump(book)) == book}

    assert outcome == {True}


def test_other_readers_of_the_file_see_no_binary_fractions():
    points = [rule["points"] for rule in tomllib.loads(dump(load(SOUND)))["rules"]]

    assert points == ["0.5", 20]
