"""Whom a move is told: who must act or know next. A decision that can still be recalled is told to nobody yet."""

from datetime import timedelta

from accounts.actions.notices import notify
from accounts.models import User
from accounts.roles import Role
from submissions.actions.partners import tell_partners
from submissions.states import DECISIONS, MOVES

PAUSE = timedelta(seconds=60)
AT_ONCE = timedelta(0)
TOLD = {  # who must act or know next, and how it is said
    "send": ("reviewers", "《{title}》待您审签"),
    "sign": ("editors", "{unit}报送《{title}》，待筛选"),
    "turn-back": ("author", "《{title}》被本单位退回修改：{reason}"),
    "return": ("author", "《{title}》被退回修改：{reason}{deadline}"),
    "reject": ("author", "《{title}》未予采用：{reason}"),
    "accept": ("author", "《{title}》拟采用{chosen}"),
}


def tell(item, verb, event):
    """One notice a person for the events somebody waits for."""
    hold = PAUSE if verb in DECISIONS else AT_ONCE
    if verb in TOLD:
        notify(people_of(item, verb), event, words_of(item, verb), url_of(item), hold=hold)
    if verb == "sign":
        tell_partners(item, event)
    if verb in DECISIONS and item.claimed_by_id not in (None, item.author_id):
        tell_claimer(item, verb, event)


def tell_claimer(item, verb, event):
    """A claim locks nobody out; whoever had it learns who decided instead."""
    if not item.claimed_by.holds(Role.EDITOR, item.office):
        return  # moved on to another post: what the desk decides is no longer theirs to read
    words = f"您领取的《{item.filed}》已由{event.who}办理：{MOVES[verb].label}"
    notify([item.claimed_by], event, words, url_of(item), hold=PAUSE)


def people_of(item, verb):
    group, _ = TOLD[verb]
    return {
        "author": [item.author],
        "reviewers": User.objects.holding(Role.REVIEWER, item.unit),
        "editors": User.objects.holding(Role.EDITOR, item.office),
    }[group]


def words_of(item, verb):
    """The sentence of a notice, also shown before a decision is made; empty for a verb nobody is told of."""
    _, text = TOLD.get(verb, ("", ""))
    day = item.answer_by
    return text.format(
        title=item,
        unit=item.unit,
        reason=item.reason,
        deadline=f"（请于{day.month}月{day.day}日前修改报回）" if day else "",
        chosen=f"，拟用于{item.chosen_names}" if item.chosen else "",
    )


def url_of(item):
    return f"/submissions/{item.pk}/"
