"""Whom a use is credited to, and what a rule may ask of it: names under the words, flags, lengths, weights."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from accounts.roles import Role
from bulletins.actions import adoptions
from bulletins.models import Article, Instruction
from scoring.books import load
from scoring.conditions import CONDITIONS
from scoring.counting import tallies
from scoring.facts import uses_between
from scoring.gathering import filings_between, instructed_between
from scoring.ledger import Ledger
from scoring.names import NAMELESS
from submissions.models import JointUnit, Revision
from submissions.models.writers import writer_of
from tests.bulletins.conftest import open_office
from tests.factories import PublicationFactory, UserFactory
from tests.scoring.stage import NOVEMBER_5, SEPTEMBER, stage

pytestmark = pytest.mark.django_db
YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    return stage()


def signed_by(item, *names):
    Revision.objects.filter(pk=item.filed_id).update(authors=list(names))
    item.filed.refresh_from_db()
    return item


def informant(unit, name):
    return UserFactory(home=unit, role=Role.INFORMANT, name=name)


def facts(scene, *books):
    return uses_between(scene.office, *YEAR, books)


def test_after_a_hand_over_the_name_that_stands_under_the_words_is_credited(scene):
    town = scene.unit("甲镇")
    old, new = informant(town, "旧笔"), informant(town, "新笔")
    item = signed_by(scene.filed(town, author=new), "旧笔", "新笔")

    assert writer_of(item) == old


def test_who_filed_is_credited_when_the_name_is_nobodys_or_two_peoples(scene):
    town = scene.unit("甲镇")
    pen = informant(town, "笔者")
    informant(town, "同名")
    informant(town, "同名")
    informant(scene.unit("乙镇"), "外人")

    for names in ([], ["笔者"], ["查无此人"], ["同名"], ["外人"]):
        assert writer_of(signed_by(scene.filed(town, author=pen), *names)) == pen


def test_registering_a_use_credits_the_first_name():
    office = open_office()
    first, item = informant(office.town, "首作者"), office.item()
    signed_by(item, "首作者", item.author.name)
    carrier = PublicationFactory(office=None)

    made = adoptions.register(
        item, carrier, by=office.editor, use="full", on=date(2026, 11, 5), evidence="第8期"
    )

    assert made.person == first


def test_co_authors_and_the_writers_of_partners_are_named(scene, django_assert_num_queries):
    town, partner = scene.unit("甲镇"), scene.unit("乙局")
    pen, second, third = informant(town, "甲一"), informant(town, "甲二"), informant(partner, "乙一")
    item = signed_by(scene.filed(town, author=pen), "甲一", "乙一", "甲二")
    JointUnit.objects.create(submission=item, unit=partner, position=1)
    scene.adopted(item, "own")

    with django_assert_num_queries(3):
        found = facts(scene)

    assert [(one.unit, one.person, one.coauthors) for one in found] == [
        (town.pk, pen.pk, (second.pk,)),
        (partner.pk, third.pk, ()),
    ]


def flags_of(scene):
    return [fact.flags for fact in facts(scene)]


def test_flags_say_what_the_rows_know(scene):
    town = scene.unit("甲镇")
    type(town).objects.filter(pk=town.pk).update(is_direct_point=True)
    scene.adopted(scene.filed(town), "own")
    scene.adopted(scene.filed(scene.unit("乙镇")), "own", "composite")

    assert flags_of(scene) == [{"单篇", "直报点"}, {"综合"}]
    assert [one.flags for one in filings_between(scene.office, *YEAR)] == [{"直报点"}, frozenset()]
    assert set().union(*flags_of(scene)) <= CONDITIONS.keys()


BY_LENGTH = """
name = "字数"
version = 1
multi = "accumulate"

[[rules]]
code = "words"
points = 2
each = "thousand_words"
"""


def test_texts_are_measured_only_where_a_book_pays_by_length(scene):
    item = scene.filed(scene.unit("甲镇"))
    Revision.objects.filter(pk=item.filed_id).update(body="一二三 四五\n六")
    scene.adopted(item, "own")

    assert [fact.words for fact in facts(scene, load(BY_LENGTH))] == [6]
    assert [fact.words for fact in facts(scene)] == [None]


def test_no_cent_is_lost_between_the_weights_of_a_composite():
    office = open_office()
    items = [office.item() for _ in range(3)]
    issue = office.signed(office.article(*items, ready=True))
    book = load(
        'name = "份额"\nversion = 1\nmulti = "accumulate"\n[composite]\nsplit = "weights"\n'
        '[[rules]]\ncode = "any"\npoints = "10"\n'
    )

    lines = book.reckon(uses_between(office.unit, issue.date, issue.date)).lines

    assert sum(line.points for line in lines) == 10
    assert sorted(line.points for line in lines) == [Decimal("3.33"), Decimal("3.33"), Decimal("3.34")]


def test_what_the_office_rewrote_half_of_is_told(scene):
    office = open_office()
    article = office.article(ready=True)
    Article.objects.filter(pk=article.pk).update(rewritten_half=True)
    issue = office.signed(article)

    [fact] = uses_between(office.unit, issue.date, issue.date)

    assert (fact.rewritten, fact.flags) == (True, {"编辑改写", "单篇"})
    assert issue.date >= SEPTEMBER


def test_what_was_marked_at_registering_is_a_condition_a_rule_may_ask_for():
    office, carrier = open_office(), PublicationFactory(office=None)
    facts = {"use": "full", "on": date(2026, 11, 5), "evidence": "第1版", "marks": " 头版头条、独家 "}
    adoptions.register(office.item(), carrier, by=office.editor, **facts)

    [fact] = uses_between(office.unit, *YEAR)

    assert fact.flags == {"单篇", "头版头条", "独家"}


@pytest.mark.parametrize(
    ("text", "flags"), [("圈阅。", {"李主任", "圈阅"}), ("请阅研", {"李主任"})], ids=["read", "words"]
)
def test_an_instruction_says_whose_it_is_and_whether_it_says_anything(scene, text, flags):
    Instruction.objects.create(
        office=scene.office,
        submission=scene.filed(scene.unit("甲镇")),
        leader="李主任",
        level="city",
        on=date(2026, 9, 20),
        text=text,
        by=scene.scorer,
    )

    [fact] = instructed_between(scene.office, *YEAR)

    assert fact.flags == flags


def test_what_no_person_signed_is_nobodys_filing_nobodys_instruction_and_in_no_persons_list(scene):
    town = scene.unit("甲镇")
    nobody = UserFactory(home=town, role=Role.INFORMANT, name=NAMELESS)
    item = scene.filed(town, author=nobody)
    Instruction.objects.create(
        office=scene.office,
        submission=item,
        leader="张书记",
        level="county",
        on=date(2026, 9, 12),
        text="好。",
        by=scene.scorer,
    )
    said = [*filings_between(scene.office, *YEAR), *instructed_between(scene.office, *YEAR)]
    lists = tallies(Ledger.of(scene.office, SEPTEMBER))

    assert [(fact.kind, fact.unit, fact.person) for fact in said] == [
        ("filing", town.pk, None),
        ("instruction", town.pk, None),
    ]
    assert (lists.people.everybody(), lists.units.everybody()) == (set(), {town.pk})
