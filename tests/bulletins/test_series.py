"""Series: which count a number stands in, where it starts, and how it is printed and addressed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Event
from accounts.refusal import Refused
from bulletins.actions import issues, publications, signing
from bulletins.compose import paper_of, shown
from bulletins.models import Issue, SeriesRule
from bulletins.numbering import LETTERS, read_slug, slug_of
from bulletins.states import Series
from tests.bulletins.conftest import open_office
from tests.factories import IssueFactory

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALL_ON = {
    "dedicated": {"is_on": True},
    "special": {"is_on": True},
    "report": {"is_on": True, "label": "送阅件"},
}


def at(*moment):
    return time_machine.travel(datetime(*moment, tzinfo=SHANGHAI), tick=False)


def arrange(office, **series):
    """Say it in the publication's settings."""
    office.publication = publications.amend(office.publication, by=office.editor, series=series)
    return office


def numbered(office, *series):
    return [(issue.counted_in, issue.number) for issue in (office.signed(series=each) for each in series)]


# ---- inside the regular count, or in one of its own


def test_a_special_issue_takes_a_number_of_the_regular_series(office):
    arrange(office, special={"is_on": True})

    numbers = numbered(office, "regular", "special", "regular")

    assert numbers == [("regular", 1), ("regular", 2), ("regular", 3)]
    assert Issue.objects.get(number=2).total == 2


def test_a_special_issue_says_so_below_its_number(office):
    arrange(office, special={"is_on": True})

    plain, tagged = office.signed(series="special"), office.signed(series="special", tag="信息座谈会特刊")

    assert [(shown(each).number, shown(each).tag) for each in (plain, tagged)] == [
        ("第1期", "【特刊】"),
        ("第2期", "【信息座谈会特刊】"),
    ]
    assert plain.label == f"{plain.year}年第1期"


def test_series_with_numbers_of_their_own_count_apart(office):
    arrange(office, **ALL_ON)

    numbers = numbered(office, "regular", "supplement", "dedicated", "report", "supplement", "regular")

    assert numbers == [
        ("regular", 1),
        ("supplement", 1),
        ("dedicated", 1),
        ("report", 1),
        ("supplement", 2),
        ("regular", 2),
    ]


def test_a_series_is_printed_under_the_name_the_office_gave_it(office):
    arrange(office, **ALL_ON)

    issue = office.signed(series="report")

    assert shown(issue).number == "送阅件第1期"
    assert str(issue) == f"《工会信息》{issue.year}年送阅件第1期"


def test_another_name_later_leaves_what_was_signed_alone(office):
    arrange(office, **ALL_ON)
    old = office.signed(series="report")
    arrange(office, report={"label": "参阅"})

    new = office.signed(series="report")

    old.refresh_from_db()
    assert (old.label, new.label) == (f"{old.year}年送阅件第1期", f"{new.year}年参阅第2期")


def test_a_proof_names_the_series_before_it_has_a_number(office):
    proofs = [paper_of(office.issue(series=series)).number_line for series in ("regular", "supplement")]

    assert proofs == ["第　　期", "增刊第　　期"]


def test_a_special_may_leave_the_regular_count_and_no_address_is_given_twice(office):
    arrange(office, special={"is_on": True})
    inside = office.signed(series="special")
    arrange(office, special={"own_numbers": True})

    apart = office.signed(series="special")

    assert (inside.slug, apart.slug) == ("1", "t1")
    assert shown(apart).tag == ""


# ---- addresses


def test_every_count_has_an_address_a_person_could_type(office, as_user):
    arrange(office, **ALL_ON)
    client, code = as_user(office.informant), office.publication.code
    signed = {series: office.signed(series=series) for series in Series}

    addresses = {series: issue.number_url for series, issue in signed.items()}

    year = timezone.localdate().year
    assert addresses == {
        "regular": f"/bulletins/{code}/{year}/1/",
        "supplement": f"/bulletins/{code}/{year}/s1/",
        "dedicated": f"/bulletins/{code}/{year}/d1/",
        "special": f"/bulletins/{code}/{year}/2/",
        "report": f"/bulletins/{code}/{year}/r1/",
    }
    assert {client.get(address).context["issue"] for address in addresses.values()} == set(signed.values())
    assert client.get(f"/bulletins/{code}/{year}/x1/").status_code == 404


@given(count=st.sampled_from(Series), number=st.integers(1, 999_999))
def test_an_address_is_read_as_it_was_written(count, number):
    assert read_slug(slug_of(count, number)) == (count, number)


def test_no_two_counts_share_a_letter():
    assert len(set(LETTERS.values())) == len(Series)


# ---- where the counts begin


def test_an_office_at_28_goes_on_at_29_in_every_series():
    with at(2026, 6, 1, 9, 0):
        office = open_office(shows_total=True, started_in=2026, number_before=28, total_before=430)
        starts = {"supplement": {"number_before": 3}, "report": {"is_on": True, "number_before": 7}}
        arrange(office, special={"is_on": True}, **starts)
        first = [office.signed(series=each) for each in ("special", "regular", "supplement", "report")]
    with at(2027, 1, 4, 9, 0):
        later = [office.signed(series=each) for each in ("regular", "supplement", "report")]

    assert [shown(issue).number for issue in first] == [
        "第29期（总第431期）",
        "第30期（总第432期）",
        "增刊第4期",
        "专报第8期",
    ]
    assert [shown(issue).number for issue in later] == ["第1期（总第433期）", "增刊第1期", "专报第1期"]


def test_new_year_in_shanghai_begins_every_count_anew():
    with at(2026, 12, 31, 23, 59):
        office = arrange(open_office(), **ALL_ON)
        waiting = [office.awaiting(series=series) for series in Series]
        old = numbered(office, *Series)
    with at(2027, 1, 1, 0, 0):
        new = [signing.sign(issue, by=office.approver) for issue in waiting]

    assert old == [("regular", 1), ("supplement", 1), ("dedicated", 1), ("regular", 2), ("report", 1)]
    assert [(each.year, each.number, each.date) for each in new] == [
        (2027, number, date(2027, 1, 1)) for number in (1, 1, 1, 2, 1)
    ]


def test_a_running_number_goes_on_over_new_year():
    with at(2026, 12, 30, 9, 0):
        office = open_office(restarts_yearly=False, total_before=431, shows_total=True)
        arrange(office, report={"is_on": True, "number_before": 8})
        old = [office.signed(series=each) for each in ("regular", "report", "supplement")]
    with at(2027, 1, 5, 9, 0):
        new = [office.signed(series=each) for each in ("regular", "report", "supplement")]

    assert [shown(issue).number for issue in old] == ["第432期", "专报第9期", "增刊第1期"]
    assert [shown(issue).number for issue in new] == ["第433期", "专报第10期", "增刊第2期"]
    assert [issue.total for issue in (old[0], new[0])] == [432, 433]
    assert new[0].number_url.endswith("/2027/433/")


def test_a_publication_may_stop_beginning_anew_at_the_turn_of_the_year():
    with at(2026, 12, 30, 9, 0):
        office = open_office(started_in=2026, total_before=430, number_before=28)
        numbered(office, "regular", "supplement", "supplement")
        with pytest.raises(Refused, match="请到明年第一期签发以前再改"):
            publications.amend(office.publication, by=office.editor, restarts_yearly=False)
    with at(2027, 1, 5, 9, 0):
        office.publication = publications.amend(office.publication, by=office.editor, restarts_yearly=False)
        running = numbered(office, "regular", "supplement")
    with at(2028, 1, 5, 9, 0):
        office.publication = publications.amend(office.publication, by=office.editor, restarts_yearly=True)
        yearly = office.signed()

    assert running == [("regular", 432), ("supplement", 3)]
    assert (yearly.number, yearly.total) == (1, 433)


# ---- the next number: told, never reserved


def test_the_next_number_is_told_for_every_series(office):
    arrange(office, **ALL_ON)
    numbered(office, "regular", "supplement")
    office.publication.refresh_from_db()

    told = office.publication.next_lines

    assert told == [
        ("正刊", "第2期"),
        ("增刊", "增刊第2期"),
        ("专刊", "专刊第1期"),
        ("送阅件", "送阅件第1期"),
    ]
    assert office.publication.next_number("special") == 2
    assert office.publication.next_number(on=date(timezone.localdate().year + 1, 1, 1)) == 1


def test_telling_the_next_number_takes_nothing(office):
    told = [office.publication.next_number() for _ in range(3)]

    assert told == [1, 1, 1]
    assert office.publication.counters.count() == 0


def test_a_void_issue_keeps_its_number(office):
    arrange(office, special={"is_on": True})
    issue = office.signed(series="special")
    signing.void(issue, by=office.approver, reason="印错")

    assert office.publication.next_number() == 2
    assert office.signed().number == 2


walk = st.lists(st.tuples(st.sampled_from(Series), st.integers(0, 200)), min_size=1, max_size=25)


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(walk=walk, insides=st.sets(st.sampled_from(["dedicated", "special", "report"])), yearly=st.booleans())
def test_the_numbers_of_one_count_are_consecutive_and_as_told(walk, insides, yearly):
    """Over years, whatever is signed when, whichever series share a count."""
    publication = open_office(restarts_yearly=yearly, started_in=2026, number_before=0).publication
    for series in ALL_ON:
        publication.series_rules.create(series=series, own_numbers=series not in insides)
    given_numbers, day = {}, date(2026, 1, 1).toordinal()

    for series, days in walk:
        day += days
        with at(*date.fromordinal(day).timetuple()[:3], 12):
            told = publication.next_number(series)
            issue = IssueFactory(publication=publication, series=series)
            signing.give_number(issue)
            issue.state, issue.paper = "signed", {}
            issue.save()
        assert issue.number == told
        row = issue.counted_in, issue.year if yearly else 0
        given_numbers.setdefault(row, []).append(issue.number)

    assert all(numbers == [*range(1, len(numbers) + 1)] for numbers in given_numbers.values())
    assert {count for count, _ in given_numbers} <= set(Series) - insides


# ---- what may not be


def test_an_issue_is_not_opened_in_a_series_that_is_switched_off(office):
    with pytest.raises(Refused, match="没有启用"):
        issues.open_issue(office.publication, by=office.editor, series="report")


def test_a_series_with_issues_in_work_is_not_switched_off(office):
    issue = office.issue(series="supplement")

    with pytest.raises(Refused, match="“增刊”有期正在编发"):
        arrange(office, supplement={"is_on": False})

    issues.move(issue, "drop", by=office.editor)
    assert [name for name, _ in arrange(office, supplement={"is_on": False}).publication.series_on] == [
        "regular"
    ]


def test_where_a_series_began_stays_once_it_has_begun(office):
    arrange(office, **ALL_ON)
    office.signed(series="report")

    with pytest.raises(Refused, match="“送阅件”已在系统中编号"):
        arrange(office, report={"number_before": 5})
    assert arrange(office, dedicated={"number_before": 5}).publication.next_number("dedicated") == 6


def test_a_supplement_never_mixes_with_the_regular_numbers(office):
    with pytest.raises(Refused, match="增刊须单独编号"):
        arrange(office, supplement={"own_numbers": False})
    with pytest.raises(IntegrityError), transaction.atomic():
        SeriesRule.objects.create(publication=office.publication, series="supplement", own_numbers=False)


@pytest.mark.parametrize("change", [{"label": "参阅"}, {"own_numbers": False}])
def test_how_a_series_is_printed_stays_while_an_issue_is_checked(office, change):
    arrange(office, report={"is_on": True})
    office.awaiting()

    with pytest.raises(Refused, match="正在核对或待签发，刊型暂不能改"):
        arrange(office, report=change)


def test_what_is_not_printed_of_a_series_may_change_while_an_issue_is_checked(office):
    office.awaiting()

    assert arrange(office, dedicated={"is_on": True}).publication.rules["dedicated"].is_on


def test_the_log_says_what_became_of_a_series(office):
    arrange(office, report={"is_on": True, "label": "送阅件"})

    before, after = Event.objects.about(office.publication).get().data["changes"]["series"]["report"]
    assert (before["is_on"], before["label"], after["is_on"], after["label"]) == (False, "", True, "送阅件")


@pytest.mark.parametrize("change", [{"counted_in": "report"}, {"prefix": "增刊"}])
def test_the_database_refuses_to_recount_what_was_signed(office, change):
    issue = office.signed()

    with pytest.raises(DatabaseError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(**change)


def test_the_database_gives_a_number_of_a_count_once(office):
    arrange(office, special={"is_on": True})
    office.signed()
    issue = office.awaiting(series="special")

    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(
            counted_in="regular", year=timezone.localdate().year, number=1
        )


def test_a_number_that_stands_in_no_count_is_refused_by_the_database(office):
    issue = office.awaiting()

    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(year=2026, number=1)


# ---- where people look for it


def test_the_desk_and_the_publications_page_tell_the_next_number(office, as_user):
    office.signed()
    client = as_user(office.checker)

    desk = client.get(reverse("bulletins:desk"))
    page = client.get(office.publication.get_absolute_url())

    assert ">《工会信息》</a>第2期" in desk.text
    assert "<dt>正刊</dt><dd><b>第2期</b></dd>" in page.text
    assert "<h2>下一期</h2>" not in as_user(office.informant).get(office.publication.get_absolute_url()).text


def test_who_opens_an_issue_is_told_the_next_numbers(office, as_user):
    arrange(office, report={"is_on": True, "label": "送阅件"})
    office.signed()

    answer = as_user(office.editor).get(reverse("bulletins:issue_new"))

    assert "<dt>《工会信息》下一期</dt><dd>第2期，增刊第1期，送阅件第1期</dd>" in answer.text


def test_every_page_of_an_issue_says_that_three_hands_were_given_up(office, as_user):
    publications.amend(office.publication, by=office.approver, three_hands=False)
    office.publication.refresh_from_db()
    issue = office.awaiting()
    pages = [issue.get_absolute_url(), reverse("bulletins:issue_sign", args=[issue.pk]), "/bulletins/desk/"]
    client = as_user(office.approver)

    texts = [client.get(page).text for page in [*pages, "/bulletins/calendar/"]]
    signed = signing.sign(issue, by=office.approver)

    assert ["三人分办" in text for text in texts] == [True] * 4
    assert "未启用三人分办" in client.get(signed.number_url).text
