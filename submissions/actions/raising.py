"""What an office below sends up: it arrives signed, with its origin, and is screened like any other item.

Its words are revised where they were made (上报); here only what was sent is kept, version after version.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.events import last_hand
from accounts.models import User
from accounts.refusal import Refused
from submissions.actions.dressing import copy_of
from submissions.actions.indexing import note_signed
from submissions.actions.likeness import note_likeness
from submissions.actions.moving import finish, hand_in, on_withdraw
from submissions.actions.revising import add_revision
from submissions.models import Attachment, Revision, SecrecyReview, Submission
from submissions.rich import pictures_in, repoint, text_of
from submissions.states import DESK_NOTES, MOVES, WRITABLE, State


@dataclass(frozen=True)
class Letter:
    """What is sent: the words, the files beside them, whose it is, and who answers for its secrecy."""

    words: dict
    origin: str
    collector: User
    signer: User
    signed_at: datetime
    files: tuple[Attachment, ...] = ()
    stands_for: User | None = None
    markers: tuple[str, ...] = ()
    clearance: str = ""


@transaction.atomic
def send_up(letter, *, by, unit, office, item=None):
    """File a signed letter with an office above; the same item again after it came back."""
    if item is None:
        item = Submission.objects.create(author=letter.collector, unit=unit, office=office)
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.state not in WRITABLE:
        raise Refused(f"《{item}》在{office}现为“{item.get_state_display()}”，不能重新上报。")
    put(item, letter, by)
    item.sent_at = item.sent_at or timezone.now()
    hand_in(item)
    item.office = office
    freeze(item, letter)
    return finish(item, "sign", replace(MOVES["sign"], label="上报"), by, "", markers=list(letter.markers))


def put(item, letter, by):
    """The words over copies of their pictures; files that no longer belong to them leave."""
    for name, value in letter.words.items():
        setattr(item, name, value)
    item.origin = letter.origin
    item.save()
    copies = carry(item, letter, by)
    if item.rich:
        item.rich = repoint(item.rich, copies)
        item.body = text_of(item.rich)
    item.saved_at = timezone.now()
    item.save()


def carry(item, letter, by):
    """Copies over the same bytes, hashes kept: the key of each original and of its copy."""
    shown = [picture.attachment for picture in pictures_in(letter.words.get("rich", ""))]
    wanted = [*Attachment.objects.filter(pk__in=shown), *letter.files]
    present = {(each.sha256, each.name): each.pk for each in item.attachments.present()}
    copies = {}
    for old in wanted:
        known = (old.sha256, old.name)
        copies[old.pk] = present[known] = present.get(known) or copy_of(old, item, by)
    item.attachments.present().exclude(pk__in=copies.values()).update(removed_at=timezone.now())
    return copies


def freeze(item, letter):
    """The signed words as a revision, with the review that let them out."""
    item.filed = add_revision(item, Revision.Why.SIGNED, letter.signer)
    SecrecyReview.objects.create(
        submission=item,
        revision=item.filed,
        collector=letter.collector,
        reviewer=letter.signer,
        stands_for=letter.stands_for,
        at=letter.signed_at,
        markers=list(letter.markers),
        clearance=letter.clearance,
    )
    note_signed(item)
    note_likeness([item])


@transaction.atomic
def take_down(item, *, by, reason):
    """The office below takes it back, as long as nobody here has decided on it."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.state != State.SUBMITTED or item.is_held:
        hand = last_hand(item, besides=DESK_NOTES)
        raise Refused(f"《{item}》在{item.office}已是“{item.stage_label}”{hand}，不能撤回上报。")
    on_withdraw(item, by)
    return finish(item, "withdraw", replace(MOVES["withdraw"], label="撤回上报"), by, reason)
