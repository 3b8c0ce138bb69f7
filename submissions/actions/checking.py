"""What is done on the page “报送前自查”: take suggestions up, and send what was looked over."""

from django.db import transaction

from accounts.refusal import Refused
from submissions.actions.moving import move
from submissions.actions.writing import refuse_foreign_pen, write
from submissions.copycheck import examine
from submissions.copycheck.mending import mended
from submissions.models import Submission

ALL = "all"


@transaction.atomic
def adopt(item, *, by, base, chosen):
    """Take up one suggestion by its key, or `ALL`; gives back how many were. Over another text nothing is."""
    item = locked(item, by, base)
    offered = [found for found in examine(item.title, item.body) if found.suggestion is not None]
    taken = [found for found in offered if chosen == ALL or found.key == chosen]
    if not taken:
        raise Refused("这处文字已经改过，没有可采纳的建议了。")
    write(item, by=by, base=base, **mended(item.title, item.body, item.rich, taken))
    return len(taken)


@transaction.atomic
def send_checked(item, *, by, base, cleared=(), reason=""):
    """Send the very text that was looked over, and answer for the markers in it."""
    item = locked(item, by, base)
    return move(item, "send", by=by, cleared=cleared, reason=reason)


def locked(item, by, base):
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    refuse_foreign_pen(item, by)
    if item.version != base:
        raise Refused("您打开自查页后，这篇信息又有了保存，请看过现在的文字再办。")
    return item
