"""The index of likeness: the signature of every text an office holds, cut into bands that an index can find."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.db.models import Count
from django.utils import timezone

from submissions import likeness
from submissions.models.items import Submission
from submissions.models.revisions import Revision

REACH = timedelta(days=731)  # two years: older items are history, not repetition
EXAMINED = 12  # of the likeliest so many are read and compared character by character
SHOWN = 5
SHARING = 2000  # rows looked at by signature, those with most bands in common first


@dataclass(frozen=True)
class Likeness:
    """An item whose signed words are like the given ones, and how much."""

    item: Submission
    share: float

    @property
    def percent(self):
        return round(self.share * 100)


class SignatureQuerySet(models.QuerySet):
    """Nothing here knows who may read: `alike` takes the readable items from its caller."""

    def sharing_bands(self, signature):
        """The rows that share at least one band: an index look-up, whatever the size of the table."""
        keys = likeness.band_keys(signature)
        shared = Band.objects.filter(key__in=keys).values_list("signature")
        return [row for row, _ in shared.annotate(count=Count("pk")).order_by("-count")[:SHARING]]

    def alike(self, text, readable, *, besides=None):
        """The readable items most like a text, the likest first; an item is never like itself."""
        pieces = likeness.shingles(text)
        if not likeness.is_comparable(pieces):
            return []
        [signature] = likeness.signatures([pieces])
        near = self.candidates(signature, readable.exclude(pk=besides))
        read = Submission.objects.filter(pk__in=near).select_related("filed", "unit", "author")
        found = [Likeness(item, likeness.jaccard(pieces, shingles_of(item.filed))) for item in read]
        close = [each for each in found if each.share >= likeness.THRESHOLD]
        return sorted(close, key=lambda each: (-each.share, -each.item.pk))[:SHOWN]

    def candidates(self, signature, readable):
        """Keys of the items worth reading: judged by their signatures first, then by who may read them."""
        rated = self.rated(signature)
        recent = readable.filter(pk__in=rated, submitted_on__gte=timezone.localdate() - REACH)
        allowed = recent.order_by().values_list("pk", flat=True)
        return sorted(allowed, key=lambda pk: -rated[pk])[:EXAMINED]

    def rated(self, signature):
        """Items by key with the likeness their signatures promise."""
        rows = self.filter(pk__in=self.sharing_bands(signature), method=likeness.METHOD)
        rated = (
            (pk, likeness.agreement(signature, likeness.unpacked(bytes(values))))
            for pk, values in rows.values_list("submission", "values")
        )
        return {pk: share for pk, share in rated if share >= likeness.THRESHOLD - likeness.MARGIN}

    def orphaned(self):
        """Rows of items no office holds any more."""
        return self.filter(submission__filed=None)


def shingles_of(text):
    """An item is its title and its body: the same body under a new title is still the same item."""
    return likeness.shingles(words_of(text))


def words_of(text):
    return f"{text.title}\n{text.body}"


class Signature(models.Model):
    """128 hashes that stand for the words an office holds of one item."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="signature")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    method = models.CharField(max_length=30)
    values = models.BinaryField()

    objects = SignatureQuerySet.as_manager()

    def __str__(self):
        return f"{self.submission_id} {self.method}"


class Band(models.Model):
    """Three of the hashes as one number: who shares it may be alike."""

    key = models.BigIntegerField()
    signature = models.ForeignKey(Signature, models.CASCADE, related_name="bands")

    class Meta:
        indexes = [models.Index(fields=["key", "signature"], name="signatures_by_band")]

    def __str__(self):
        return f"{self.signature_id} {self.key}"
