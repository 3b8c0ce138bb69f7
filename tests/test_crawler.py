"""A stranger sees nothing of another unit, at any address; a new address cannot escape this test."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from accounts.filing import FILING_MOVES, Change
from accounts.roles import Role
from bulletins.states import ARTICLE_MOVES, ISSUE_MOVES
from scoring.adjustment_states import ADJUSTMENT_MOVES
from submissions.states import MOVES, State
from tests.archives_world import variants_of_archives
from tests.awards_world import variants_of_awards
from tests.books_world import variants_of_books
from tests.build_world import variants_of_build
from tests.calling import FOR_EVERY_UNIT, variants_of_calls
from tests.circulars_world import variants_of_circulars
from tests.events_world import variants_of_events
from tests.factories import UnitFactory, UserFactory, furnish
from tests.history_world import variants_of_history
from tests.instruction_world import variants_of_instructions
from tests.material_world import variants_of_material
from tests.pen_world import variants_of_pen
from tests.periods_world import variants_of_periods
from tests.publication_world import variants_of_publication
from tests.ranking_world import variants_of_ranking
from tests.readers_world import variants_of_readers
from tests.upward_world import variants_of_upward
from tests.urgency import variants_of_urgent
from tests.world import SECRET, office_with_people, secret_office

pytestmark = pytest.mark.django_db

OPEN = {
    "accounts:login",
    "accounts:log_in_again",
    "accounts:logout",
    "health",
}  # addresses that need no log-in, each on purpose
NOBODY = 987654321  # a key no row has


def addresses(patterns=None, namespace=""):
    """Every named address of the product, straight from the resolver."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.pattern
        else:
            yield from addresses(
                entry.url_patterns, f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            )


ALL = dict(addresses())
BARE = sorted(name for name, pattern in ALL.items() if not pattern.converters)
KEYED = sorted(name for name, pattern in ALL.items() if pattern.converters)


def variants(world):
    """For each keyed address the keys of the secret office's things: all that a stranger could try."""
    item, signed = world.item.pk, world.signed
    month = {"year": signed.date.year, "month": signed.date.month}
    number = {"code": "secret", "year": signed.year, "number": signed.number}
    known = (
        variants_of_calls(world)
        | variants_of_urgent(world)
        | variants_of_upward(world)
        | variants_of_events(world)
        | variants_of_history(world)
        | variants_of_material(world)
        | variants_of_instructions(world)
        | variants_of_books(world)
        | variants_of_build(world)
        | variants_of_pen(world)
        | variants_of_periods(world)
        | variants_of_readers(world)
        | variants_of_ranking(world)
        | variants_of_publication(world)
        | variants_of_archives(world)
        | variants_of_awards(world)
        | variants_of_circulars(world)
        | {
            "submissions:move": [{"pk": item, "verb": verb} for verb in MOVES if verb != "sign"],
            "submissions:attachment": [{"pk": world.attachment.pk}],
            "submissions:detach": [{"pk": world.attachment.pk}],
            "submissions:picture": [{"pk": world.picture.pk}],
            "submissions:filter": [{"pk": world.filter.pk}],
            "submissions:reason": [{"pk": world.reason.pk}],
            "bulletins:used": [{"pk": item}, {"pk": world.used.pk}],
            "bulletins:article_move": [
                {"pk": world.article.pk, "verb": v} for v, step in ARTICLE_MOVES.items() if step.button
            ],
            "bulletins:article_unmerge": [{"pk": world.article.pk, "item": world.used.pk}],
            "bulletins:issue_move": [
                {"pk": world.issue.pk, "verb": v} for v in ISSUE_MOVES if v not in ("sign", "void")
            ],
            "bulletins:issue_picture": [{"pk": signed.pk, "attachment": world.printed.pk}],
            "bulletins:issue_lift": [{"pk": world.issue.pk, "article": world.article.pk}],
            "bulletins:publication": [{"code": "secret"}],
            "bulletins:publication_edit": [{"code": "secret"}],
            "bulletins:publication_preview": [{"code": "secret"}],
            "bulletins:number": [number],
            "bulletins:files": [number],
            "bulletins:document": [number | {"format": form} for form in ("docx", "pdf")],
            "submissions:unit": [{"pk": world.unit.pk}],
            "submissions:unit_items": [{"pk": world.unit.pk}],
            "bulletins:unit_used": [{"pk": world.unit.pk}],
            "scoring:unit_quota": [{"pk": world.unit.pk}],
            "accounts:filing_new": [{"pk": world.unit.pk, "change": change} for change in Change],
            "accounts:filing_move": [{"pk": world.filing.pk, "verb": verb} for verb in FILING_MOVES],
            "scoring:adjustment_move": [
                {"pk": made.pk, "verb": verb}
                for made in (world.adjustment, world.happening)
                for verb in ADJUSTMENT_MOVES
            ],
            "scoring:month": [month],
            "scoring:month_xlsx": [month],
            "scoring:close": [month],
            "scoring:lines": [month],
            "scoring:items": [month],
        }
    )
    by_room = {
        "submissions:": [world.item, world.used],
        "bulletins:article": [world.article],
        "bulletins:issue": [world.issue, world.signed],
        "bulletins:adoption": [world.adoption],
        "bulletins:": [world.signed],
        "scoring:book": [world.book, world.draft_book],
        "scoring:group": [world.group],
        "scoring:adjustment": [world.adjustment, world.happening],
        "scoring:membership": [world.membership],
        "accounts:unit": [world.unit],
        "accounts:filing": [world.filing],
        "accounts:person": [world.item.author],
        "accounts:post": [world.post],
        "accounts:grant": [world.post],
        "accounts:notice": list(world.item.author.notices.all()[:1]),
    }
    for prefix, things in by_room.items():
        for name in KEYED:
            if name.startswith(prefix) and set(ALL[name].converters) == {"pk"}:
                known.setdefault(name, [{"pk": thing.pk} for thing in things])
    return known


@pytest.fixture
def world():
    return secret_office()


@pytest.fixture
def elsewhere():
    return office_with_people("柳林区总工会")


def everything(world, name):
    """The text of any answer, streamed or not, decoded leniently."""
    body = b"".join(world.streaming_content) if world.streaming else world.content
    return body.decode("utf-8", "replace")


def test_every_keyed_address_has_things_to_try(world):
    assert sorted(set(KEYED) - set(variants(world))) == []


@pytest.mark.parametrize("role", Role)
def test_a_stranger_gets_404_at_every_keyed_address(client, world, elsewhere, role):
    client.force_login(elsewhere.people[role])
    leaks = [
        (method, reverse(name, kwargs=keys), answer.status_code)
        for name, tries in variants(world).items()
        for keys in tries
        for method in ("get", "post")
        if not is_shut(
            answer := getattr(client, method)(reverse(name, kwargs=keys)), client, name, keys, method
        )
    ]

    assert leaks == []


def ask(client, method, name, keys, world):
    """One request, naming the other's office and unit where a page would take them as filters."""
    query = {"office": world.office.pk, "unit": world.unit.pk, "what": "submitted"}
    return getattr(client, method)(reverse(name, kwargs=keys), query)


def is_shut(answer, client, name, keys, method):
    """404; or an answer that is the same for a thing that does not exist, and names nothing."""
    if SECRET in everything(answer, name):
        return False
    if answer.status_code in (404, 405):
        return True
    if "pk" not in keys:  # a month of one's own office: nothing of the other's in it
        return "code" not in keys and answer.status_code in (200, 302, 403, 404)
    nobody = getattr(client, method)(reverse(name, kwargs=keys | {"pk": NOBODY}))
    return answer.status_code == 403 and nobody.status_code == 403


@pytest.mark.parametrize("role", Role)
def test_no_list_or_form_shows_a_stranger_anothers_words(client, world, elsewhere, role):
    client.force_login(elsewhere.people[role])
    query = {"office": world.office.pk, "unit": world.unit.pk, "submission": world.item.pk, "q": SECRET[:2]}
    query |= {"topic": world.call.topics.get().pk, "invitation": world.invitation.pk}
    answers = {}
    for name in set(BARE) - {"accounts:logout"}:
        for method in ("get", "post"):
            answer = getattr(client, method)(reverse(name), query)
            answers[method, name] = (answer.status_code < 500, SECRET in everything(answer, name))
            client.force_login(elsewhere.people[role])

    assert {key: seen for key, seen in answers.items() if seen != (True, False)} == {}


@pytest.mark.parametrize("role", [Role.INFORMANT, Role.REVIEWER])
@pytest.mark.parametrize("state", State)
def test_a_neighbouring_unit_of_the_same_office_sees_nothing_of_an_item(client, world, role, state):
    furnish(world.item, state)
    neighbour = UserFactory(home=UnitFactory(parent=world.office, name="邻街道"), role=role)
    client.force_login(neighbour)
    names = [n for n in KEYED if n.startswith("submissions:") and not n.startswith(FOR_EVERY_UNIT)]
    tries = [(n, keys) for n in names for keys in variants(world)[n]]

    answers = [
        (name, method, answer.status_code)
        for name, keys in tries
        for method in ("get", "post")
        if (answer := getattr(client, method)(reverse(name, kwargs=keys))).status_code not in (404, 405)
        or SECRET in everything(answer, name)
    ]

    assert answers == []


def test_without_log_in_every_address_leads_to_the_entrance(client, world):
    open_doors = set()
    for name in ALL:
        for keys in variants(world).get(name, [{}]):
            for method in ("get", "post"):
                answer = getattr(client, method)(reverse(name, kwargs=keys))
                entrance = answer.status_code == 302 and answer.url.startswith(reverse("accounts:login"))
                if not entrance:
                    open_doors.add(name)

    assert open_doors <= OPEN


def test_the_desk_does_not_read_what_a_unit_has_not_signed(client, world):
    client.force_login(world.people[Role.EDITOR])

    for state in (State.DRAFT, State.REVIEW):
        furnish(world.item, state)
        world.item.filed = None
        world.item.save()
        assert client.get(reverse("submissions:detail", args=[world.item.pk])).status_code == 404
