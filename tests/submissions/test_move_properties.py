"""Whatever is said in whatever order by whomever: the table holds, nothing is lost, every way leads back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Event, Notice
from accounts.refusal import Refused
from accounts.roles import Role
from submissions import actions
from submissions.actions.deciding import take_back
from submissions.models import Revision, Submission
from submissions.states import AT_OFFICE, DECISIONS, MOVES, State
from tests.factories import SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db

ROLES = (Role.INFORMANT, Role.REVIEWER, Role.EDITOR, Role.CHECKER)
OTHER_ACTS = ("write", "take-back", "take", "release")
steps = st.lists(st.tuples(st.sampled_from([*MOVES, *OTHER_ACTS]), st.sampled_from(ROLES)), max_size=24)
# Each number picks one of the verbs possible where the item stands: a random walk over the whole table.
hints = st.lists(st.integers(0, 99), min_size=4, max_size=30)
quick = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def cast(item):
    """One person for each role, where it counts."""
    homes = {Role.REVIEWER: item.unit, Role.EDITOR: item.office, Role.CHECKER: item.office}
    people = {role: UserFactory(home=homes[role], role=role) for role in homes}
    return people | {Role.INFORMANT: item.author}


def say(item, verb, by, number):
    if verb == "write":
        return actions.write(item, by=by, base=item.version, body=f"第{number}次写的文字。")
    if verb == "sign":
        return actions.sign(item, by=by, reviewed=True)
    if verb == "take-back":
        return take_back(item, by=by)
    if verb in ("take", "release"):
        return getattr(actions, verb)(item, by=by)
    return actions.move(item, verb, by=by, reason=f"意见{number}")


def attempt(item, verb, by, number):
    """Say it; the item as it stands afterwards and whether it was done."""
    item = Submission.objects.get(pk=item.pk)
    try:
        say(item, verb, by, number)
    except Refused:
        return Submission.objects.get(pk=item.pk), False
    return Submission.objects.get(pk=item.pk), True


def changes(item):
    """The states the log says the item went through."""
    events = Event.objects.about(item).exclude(verb__in=["begin", "take", "release"])
    return [(event.data["before"], event.data["after"]) for event in events]


def check(item, walked, words):
    """What must be true of an item at any moment."""
    numbers = list(item.revisions.values_list("number", flat=True))
    assert (item.filed_id is not None) or item.state not in (*AT_OFFICE, State.RETURNED)
    assert item.filed is None or item.filed.why == Revision.Why.SIGNED
    assert (item.submitted_on is None) == (item.filed_id is None)
    assert numbers == list(range(1, len(numbers) + 1))
    assert changes(item) == walked
    assert words <= {item.body, *item.revisions.values_list("body", flat=True)}


def step(item, verb, by, number, walked, sent):
    """Say one verb, keep the score of states and of words that were sent, and look at the whole."""
    before = Submission.objects.get(pk=item.pk).state
    item, done = attempt(item, verb, by, number)
    if done and verb in (*MOVES, "take-back"):
        walked.append((before, item.state))
    if done and verb == "send":
        sent.add(item.body)
    assert done or item.state == before
    check(item, walked, sent)
    return item


def possible(item):
    """What somebody could do where the item stands."""
    verbs = [verb for verb, move in MOVES.items() if item.state in move.start]
    verbs += ["write"] if item.writable else []
    verbs += (
        ["take-back"] if item.state in (State.ACCEPTED, State.RETURNED, State.HELD, State.REJECTED) else []
    )
    return verbs + (["release"] if item.taken_at else ["take"] * (item.state == State.ACCEPTED))


def hand_for(verb):
    """Whose act it is."""
    return {"write": Role.INFORMANT}.get(verb, MOVES[verb].by[0] if verb in MOVES else Role.EDITOR)


@quick
@given(steps)
def test_any_verbs_by_any_roles_leave_an_item_whole(acts):
    item, walked, sent = SubmissionFactory(), [], set()
    people = cast(item)

    for number, (verb, role) in enumerate(acts):
        item = step(item, verb, people[role], number, walked, sent)


@quick
@given(hints)
def test_a_long_walk_over_the_table_leaves_an_item_whole(chances):
    item, walked, sent = SubmissionFactory(), [], set()
    people = cast(item)

    for number, chance in enumerate(chances):
        verb = possible(item)[chance % len(possible(item))]
        item = step(item, verb, people[hand_for(verb)], number, walked, sent)


@quick
@given(hints)
def test_the_reverse_of_every_verb_leads_back_to_where_it_was_said(chances):
    item = SubmissionFactory()
    people = cast(item)

    for number, chance in enumerate(chances):
        verbs = [verb for verb in possible(item) if verb in MOVES]
        verb, before = verbs[chance % len(verbs)], item.state
        item, done = attempt(item, verb, people[hand_for(verb)], number)
        if done:
            item = undone(item, verb, people, number)
            assert item.state == expected_back(before, verb)
            item, _ = attempt(item, verb, people[hand_for(verb)], number)  # and the walk goes on


def undone(item, verb, people, number):
    """A decision is recalled; every other verb has its declared reverse."""
    undo = MOVES[verb].undo
    if verb in DECISIONS:
        item, done = attempt(item, "take-back", people[Role.EDITOR], number)
    else:
        item, done = attempt(item, undo, people[hand_for(undo)], number)
    assert done
    return item


def expected_back(before, verb):
    """Exactly where it was; what a unit took back goes to its reviewer, a restored item to its decision."""
    if verb in ("withdraw", "turn-back"):
        return State.REVIEW
    if verb == "sign":
        return State.DRAFT
    return State.ACCEPTED if verb == "restore" else before


@pytest.mark.parametrize(
    ("verb", "state"), [(verb, state) for verb in DECISIONS for state in MOVES[verb].start]
)
def test_a_recalled_decision_leaves_the_item_as_it_was_and_tells_nobody(verb, state):
    item = SubmissionFactory(
        state=state, reason="先前的意见", held_until="2026-12-01", answer_by="2026-12-02"
    )
    item.refresh_from_db()
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    actions.move(item, verb, by=editor, reason="新的意见", chosen={"a": "甲"}, answer_by=None)

    back = take_back(item, by=editor)

    same = ("state", "reason", "moved_at", "held_until", "answer_by", "chosen", "filed_id", "days_late")
    assert [getattr(back, name) for name in same] == [getattr(item, name) for name in same]
    assert Notice.objects.count() == 0
    assert [event.label for event in Event.objects.about(item)] == [
        MOVES[verb].label,
        f"撤销{MOVES[verb].label}",
    ]
