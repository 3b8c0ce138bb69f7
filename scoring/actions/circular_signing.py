"""Signature: number, date and frozen content are born in one transaction. Publishing gives them to all units."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify
from accounts.events import record
from accounts.models import Post
from accounts.queue import after_commit
from accounts.refusal import Refused
from bulletins.distribution import posts_in_area
from scoring.actions.circular_moves import checked, finish, refuse_stale
from scoring.actions.periods import publish_month
from scoring.circular_facts import facts_of
from scoring.circular_paper import annex_of, paper_of
from scoring.models import CircularCounter, CircularDelivery, CircularDocument, Letterhead


@transaction.atomic
def sign(circular, *, by, base=None):
    """Sign a circular that awaits signature. Only the first of several signatures counts."""
    circular, step = checked(circular, "sign", by, "", base)
    refuse_stale(circular)
    letterhead = Letterhead.of(circular.office)
    circular.approver = by
    give_number(circular, letterhead)
    freeze(circular, letterhead)
    sha = circular.paper_sha256
    circular = finish(circular, "sign", step, by, "", number=circular.number_line, sha256=sha)
    order_documents(circular)
    return circular


def give_number(circular, letterhead):
    """The next number of the office; the date of signature decides the year. The office is locked by now."""
    now = timezone.now()
    circular.signed_at, circular.date = now, timezone.localdate(now)
    circular.counted_in = letterhead.counting_year(circular.date)
    counter, _ = CircularCounter.objects.get_or_create(
        office=circular.office,
        year=circular.counted_in,
        defaults={"last": letterhead.count_before(circular.counted_in)},
    )
    counter = CircularCounter.objects.select_for_update().get(pk=counter.pk)
    counter.last += 1
    counter.save(update_fields=["last"])
    circular.number = counter.last
    circular.number_line = letterhead.line_of(counter.last, circular.date.year)


def freeze(circular, letterhead):
    """Keep what was signed, word for word and figure for figure, with its hash."""
    facts = facts_of(circular)
    circular.paper = paper_of(circular, facts, letterhead=letterhead).to_dict()
    circular.annex = annex_of(circular, facts)
    text = json.dumps([circular.paper, circular.annex], ensure_ascii=False, sort_keys=True)
    circular.paper_sha256 = hashlib.sha256(text.encode()).hexdigest()


def order_documents(circular):
    """The rows come first; the queue only carries them to the renderer."""
    from scoring.tasks import make_circular_file

    for kind in CircularDocument.Format:
        document = CircularDocument.objects.create(circular=circular, format=kind)
        after_commit(make_circular_file, document.pk)


@transaction.atomic
def publish(circular, *, by, base=None):
    """Give a signed circular to all units; its months are final from now on."""
    circular, step = checked(circular, "publish", by, "", base)
    for period in circular.periods():
        publish_period(period, by)
    circular.published_at = timezone.now()
    circular = finish(circular, "publish", step, by, "")
    return distribute(circular, by)


def publish_period(period, by):
    """A month that an earlier circular published stays as it is; one that was opened again cannot be told of."""
    fate = getattr(period, "fate", None)
    if fate is None:
        publish_month(period, by=by)
    elif not period.is_published:
        raise Refused(f"{period}已重新打开，本通报的数字不再有效，请作废后重新起草。")


def distribute(circular, by):
    """A row and a notice for everybody the office reaches; its own hands have read it."""
    hands = {circular.editor_id, circular.checker_id, circular.approver_id}
    readers = {post.user_id: post for post in posts_of(circular.office) if post.user_id not in hands}
    made = CircularDelivery.objects.bulk_create(
        [CircularDelivery(circular=circular, person=post.user, unit=post.unit) for post in readers.values()],
        batch_size=1000,
    )
    if made:
        event = record(
            by, "distribute", circular, label="分发", unit=circular.office, note=f"共{len(made)}人"
        )
        people = [each.person for each in made]
        notify(people, event, f"{circular}已公布，请阅读", circular.get_absolute_url())
    return circular


def posts_of(office):
    """Posts of today: who reports to the office, who works or leads there."""
    found = Post.objects.current().called_on().filter(posts_in_area(office), user__is_active=True)
    return found.select_related("user", "unit").order_by("-pk")


@transaction.atomic
def void(circular, *, by, reason, base=None):
    """Declare a signed circular void before anybody outside has read it: the number is not used again."""
    circular, step = checked(circular, "void", by, reason, base)
    return finish(circular, "void", step, by, reason)
