"""Whom a move is told: who must act or know next. A decision that can still be recalled is told to nobody yet."""

from datetime import timedelta

from accounts.actions.notices import notify
from accounts.models import User
from accounts.roles import Role
from submissions.actions.partners import tell_partners
from submissions.states import DECISIONS

PAUSE = timedelta(seconds=60)
AT_ONCE = timedelta(0)
TOLD = {  # who must act or know next, and how it is said
    "send": ("reviewers", "《{title}》待您审签"),
    "sign": ("editors", "{unit}报送《{title}》，待筛选"),
    "turn-back": ("author", "《{title}》被本单位退回修改：{reason}"),
    "return": ("author", "《{title}》被退回修改：{reason}"),
    "reject": ("author", "《{title}》未予采用：{reason}"),
    "accept": ("author", "《{title}》拟采用"),
}


def tell(item, verb, event):
    """One notice a person for the events somebody waits for."""
    if verb not in TOLD:
        return
    hold = PAUSE if verb in DECISIONS else AT_ONCE
    notify(people_of(item, verb), event, words_of(item, verb), url_of(item), hold=hold)
    if verb == "sign":
        tell_partners(item, event)


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
    return text.format(title=item, unit=item.unit, reason=item.reason)


def url_of(item):
    return f"/submissions/{item.pk}/"
