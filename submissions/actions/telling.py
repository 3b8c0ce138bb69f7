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
    group, text = TOLD[verb]
    people = {
        "author": [item.author],
        "reviewers": User.objects.holding(Role.REVIEWER, item.unit),
        "editors": User.objects.holding(Role.EDITOR, item.office),
    }[group]
    words = text.format(title=item, unit=item.unit, reason=item.reason)
    hold = PAUSE if verb in DECISIONS else AT_ONCE
    notify(people, event, words, f"/submissions/{item.pk}/", hold=hold)
    if verb == "sign":
        tell_partners(item, event)
