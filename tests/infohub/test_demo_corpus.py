"""The demo's texts must hold up to reading: plausible office, honest dates, finished sentences, little repetition."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from statistics import median

import pytest

from infohub.demo.corpus import KINDS, composites, edited, items
from infohub.demo.fates import catalogue
from infohub.demo.office import GROUPS, office
from infohub.demo.topics import topics
from infohub.demo.writing import BOUND, in_time

START, MONTHS, UNTIL = date(2025, 11, 1), 12, date(2026, 11, 20)
SETTLED = {"adopt", "return_then_adopt"}


@cache
def year(seed=7):
    return items(seed, START, MONTHS, until=UNTIL)


def texts_of(item):
    return [item.title, item.body, item.edited_title, item.edited_body, item.revised_body, item.reason_text]


def shingles(text):
    return {text[place : place + 3] for place in range(len(text) - 2)}


def alike(first, second):
    return len(first & second) / len(first | second)


def test_the_office_has_three_groups_of_units_below_city_and_province():
    sizes = Counter(unit.group for unit in office().reporting_units)
    assert sizes == {"street": 15, "sector": 17, "enterprise": 14}
    assert set(sizes) == set(GROUPS)
    levels = {unit.key: (unit.level, unit.parent) for unit in office().units if not unit.group}
    assert levels["yunhu"] == ("county", "jiangzhou")
    assert levels["jiangzhou"] == ("city", "nanjiang")
    assert {unit.parent for unit in office().reporting_units} == {"yunhu"}


def test_people_have_names_user_names_and_numbers_of_their_own():
    people = office().people
    for value in ("username", "name", "phone"):
        assert len({getattr(person, value) for person in people}) == len(people)
    assert all(re.fullmatch(r"[a-z]{4,16}", person.username) for person in people)
    assert all(re.fullmatch(r"010-5550\d{4}", person.phone) for person in people)


def test_every_unit_has_one_reviewer_and_two_or_three_informants():
    for unit in office().reporting_units:
        assert len(office().holders("reviewer", unit.key)) == 1
        assert len(office().holders("informant", unit.key)) in (2, 3)
    assert 90 <= len(office().holders("informant")) <= 115


def test_the_district_office_can_edit_check_and_approve_with_different_people():
    posts = Counter(person.role for person in office().people if person.unit == "yunhu")
    assert posts == {
        "editor": 4, "checker": 2, "approver": 2, "scorer": 1, "leader": 2,
        "system_admin": 1, "security_admin": 1, "auditor": 1,
    }  # fmt: skip


def test_publications_are_those_of_rule_set_r1():
    shelf = {(p.level, p.system, p.uses) for p in office().publications if not p.own}
    assert shelf == {
        ("county", "party", ("full",)),
        *((level, system, ("full", "brief")) for level in ("city", "province", "central") for system in ("union", "party")),
    }  # fmt: skip
    assert [p.name for p in office().publications if p.own] == ["云湖工会信息", "职工动态专报"]


def test_the_same_seed_gives_the_same_year_and_another_seed_another():
    again = items(7, START, MONTHS, until=UNTIL)
    assert again == year()
    assert [item.title for item in year(8)] != [item.title for item in year()]


@pytest.mark.parametrize("seed", [7, 8])
def test_a_year_has_about_a_thousand_items_with_peaks_in_january_june_and_december(seed):
    filed = Counter(item.event_date.month for item in year(seed) if item.event_date < date(2026, 11, 1))
    assert 990 <= len(year(seed)) <= 1020
    assert min(filed[1], filed[12]) > max(filed[2], filed[8], filed[9], filed[10])
    assert filed[6] + filed[7] > filed[8] + filed[9]


def test_the_count_can_be_chosen():
    assert 85 <= len(items(1, START, 3, count=100)) <= 125


def test_units_file_with_a_long_tail_and_three_file_nothing():
    filed = Counter(item.unit for item in year())
    counts = sorted(filed[unit.key] for unit in office().reporting_units)
    assert counts[:3] == [0, 0, 0]
    assert 1 <= counts[3] <= 3
    assert counts[-6] >= 40


def test_every_item_names_an_existing_unit_author_topic_and_kind():
    authors = {person.username: person.unit for person in office().people if person.role == "informant"}
    keys = {topic.key for topic in topics()} | {"filler"}
    for item in year():
        assert authors[item.author] == item.unit
        assert item.topic in keys
        assert item.kind in KINDS
        assert item.nature in ("good", "bad", "neutral")


def test_at_least_fifty_topics_are_told():
    assert len({item.topic for item in year()} - {"filler"}) >= 50


@pytest.mark.parametrize("seed", [7, 8])
def test_no_title_is_told_twice_and_none_is_too_long(seed):
    titles = [item.title for item in year(seed)]
    assert [title for title, times in Counter(titles).items() if times > 1] == []
    assert max(map(len, titles)) <= 50
    assert min(map(len, titles)) >= 7


def test_lengths_run_from_a_brief_to_a_long_account():
    used = [len(item.edited_body) for item in year()]
    assert min(used) >= 60
    assert max(used) <= 1600
    assert sum(length > 700 for length in used) >= 15
    assert 180 <= median(used) <= 350


def test_every_text_is_finished_and_properly_punctuated():
    for item in (*year(), *year(8)):
        for text in texts_of(item):
            assert not re.search(r"[{}\[\]<>→|｜@^]", text), (item.key, text)
            assert not re.search(r"[,;!?()\"']", text), (item.key, text)
            assert not re.search(r"([，。、；：])\1|。，|，。|：。|、。", text), (item.key, text)
            assert re.findall("[“”]", text) == ["“", "”"] * text.count("“"), (item.key, text)
            assert text.count("（") == text.count("）"), (item.key, text)


def test_no_words_are_doubled_by_a_filled_slot():
    doubled = re.compile(
        r"(今年|单位|工会|街道|目前|其中|职工|区总|开展|组织)\1|工会工会|的的|了了(?!解)|在在|是是"
    )
    assert [item.title for item in year() if doubled.search(item.title + item.body + item.edited_title)] == []


@pytest.mark.parametrize("seed", [7, 8])
def test_nothing_is_filed_before_it_happened_or_after_today(seed):
    for item in year(seed):
        assert START <= item.event_date <= item.filed_at.date() <= UNTIL
        assert 8 <= item.filed_at.hour <= 17
    fresh = sum((item.filed_at.date() - item.event_date).days <= 5 for item in year(seed))
    assert 0.8 <= fresh / len(year(seed)) <= 0.95


def test_the_day_told_in_a_dynamic_is_the_day_it_happened():
    for item in year():
        told = re.match(r"(\d+)月(\d+)日", item.body)
        if told and item.topic != "filler":
            assert (int(told[1]), int(told[2])) == (item.event_date.month, item.event_date.day)


def test_items_come_in_the_order_of_filing():
    moments = [item.filed_at for item in year()]
    assert moments == sorted(moments)


@pytest.mark.parametrize("seed", [7, 8])
def test_between_a_sixth_and_a_quarter_is_used_and_fills_sixty_issues(seed):
    fates = Counter(item.fate for item in year(seed))
    used = sum(fates[fate] for fate in SETTLED)
    merged = composites(year(seed))
    articles = used - sum(len(article.members) for article in merged) + len(merged)
    assert 0.17 <= used / len(year(seed)) <= 0.25
    assert 3 <= articles / 61 <= 5
    assert set(fates) == {*SETTLED, "return", "reject", "hold", "accept", "waiting", "draft", "review"}


def test_only_recent_items_still_wait():
    waiting = [item for item in year() if item.fate in ("waiting", "review")]
    assert min(item.filed_at.date() for item in waiting) >= UNTIL - timedelta(9)


def test_every_refusal_has_a_reason_of_the_catalogue_and_nothing_else_has():
    for item in year():
        refused = item.fate in ("reject", "return", "return_then_adopt")
        assert (item.reason in catalogue(), bool(item.reason_text)) == (refused, refused)


def test_stale_is_said_only_of_what_is_stale():
    days = [(item.filed_at.date() - item.event_date).days for item in year() if item.reason == "内容陈旧"]
    assert days
    assert min(days) > 6


def test_a_reworked_item_was_faulty_at_first():
    reworked = [item for item in year() if item.fate == "return_then_adopt"]
    assert len(reworked) >= 15
    assert all(item.revised_body and item.revised_body != item.body for item in reworked)


def test_the_office_tightens_what_it_prints():
    changed = [item for item in year() if edited(item) != (item.title, item.body)]
    assert len(changed) / len(year()) > 0.6
    shorter = sum(len(item.edited_body) for item in year()) / sum(
        len(i.revised_body or i.body) for i in year()
    )
    assert 0.9 <= shorter <= 1.02


def test_higher_uses_follow_an_adoption_and_name_their_evidence():
    shelf = {publication.key: publication for publication in office().publications if not publication.own}
    uses = [(item, use) for item in year() for use in item.higher]
    assert 55 <= len(uses) <= 90
    for item, use in uses:
        assert item.fate in SETTLED
        assert use.use in shelf[use.carrier].uses
        assert item.filed_at.date() < use.date <= UNTIL
        assert use.evidence.startswith(f"《{shelf[use.carrier].name}》{use.date.year}年第")


def test_a_composite_joins_one_topic_of_several_units_within_a_fortnight():
    by_key = {item.key: item for item in year()}
    merged = composites(year())
    assert len(merged) >= 5
    for article in merged:
        members = [by_key[key] for key in article.members]
        assert 2 <= len(members) <= 4
        assert len({item.topic for item in members}) == 1
        assert len({item.unit for item in members}) == len(members)
        assert max(i.filed_at for i in members) - min(i.filed_at for i in members) <= timedelta(14)
        assert {item.fate for item in members} == {"adopt"}
    assert len({article.title for article in merged}) == len(merged)


@pytest.mark.parametrize("seed", [7, 8])
def test_items_of_one_topic_do_not_read_alike(seed):
    grouped = defaultdict(list)
    for item in year(seed):
        grouped[item.topic].append(shingles(item.body))
    within = {
        key: [alike(*pair) for pair in combinations(group, 2)]
        for key, group in grouped.items()
        if len(group) > 4
    }
    assert {key for key, values in within.items() if median(values) > 0.35} == set()
    everything = sorted(value for values in within.values() for value in values)
    assert median(everything) < 0.2
    assert everything[int(0.97 * len(everything))] < 0.55


def test_a_title_bound_to_a_lead_or_a_point_names_one_that_exists():
    for topic in topics():
        for kind, titles in topic.titles.items():
            plain = kind in ("dynamic", "brief", "experience", "model", "urgent")
            leads, points = (topic.lead, topic.point) if plain else (topic.matter_lead, topic.fact)
            assert leads, (topic.key, kind)
            for found in filter(None, map(BOUND.fullmatch, titles)):
                assert all(1 <= int(place) <= len(leads) for place in found[1]), (topic.key, found[0])
                assert int(found[2] or 1) <= len(points), (topic.key, found[0])


def test_instructions_suit_their_kinds_and_topics():
    keys = {topic.key for topic in topics()}
    assert len(office().instructions) >= 15
    for instruction in office().instructions:
        assert set(instruction.kinds) <= set(KINDS)
        assert set(instruction.topics) <= keys


def test_days_of_the_year_are_named_in_their_season():
    seasons = {
        "“三八”": (2, 3),
        "维权行动月": (3, 4),
        "安全生产月": (6,),
        "“五一”": (4, 5),
        "高温": (4, 5, 6, 7, 8, 9),
    }
    for item in (*year(), *year(8)):
        for word, months in seasons.items():
            if word in item.title:
                assert item.event_date.month in months, item.title


def test_a_title_is_never_in_season_when_every_lead_it_is_bound_to_is_out_of_it():
    for topic in topics():
        titles = [line for kind in ("dynamic", "brief", "experience") for line in topic.titles.get(kind, ())]
        for found in filter(None, map(BOUND.fullmatch, titles)):
            leads = [topic.lead[int(place) - 1] for place in found[1]] or topic.lead
            for month in topic.months:
                assert any(in_time(lead, month) for lead in leads) or not in_time(found[3], month)
