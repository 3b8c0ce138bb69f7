"""Where a line of points comes from, for people: a title, an address, a word beside it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from bulletins.models import Adoption, Feedback, FollowUp, Instruction, Part
from scoring.models.adjustments import Adjustment
from submissions.models import Invitation, Mark, Submission

WITHDRAWN = "（单位已撤回）"


@dataclass(frozen=True)
class Origin:
    """What a fact's key stands for; without an address where the reader may not open it."""

    title: str
    url: str = ""
    note: str = ""
    note_url: str = ""


def origins(keys: Iterable[str], reader) -> dict[str, Origin]:
    """By key; a few queries for any number of lines."""
    kinds: dict[str, dict[str, int]] = defaultdict(dict)
    for key in set(keys):
        kind, number = named(key)
        kinds[kind][key] = number
    found = {}
    for kind, numbers in kinds.items():
        rows = READERS[kind](set(numbers.values()), reader) if kind in READERS else {}
        plain = Origin(TITLES.get(kind, ""))
        found |= {key: rows.get(number, plain) for key, number in numbers.items()}
    return with_filers(found)


def with_filers(found: dict[str, Origin]) -> dict[str, Origin]:
    """Points that count for another unit go on naming the one that filed."""
    filers = {key: int(key.partition("@")[2]) for key in found if "@" in key}
    units = Unit.objects.in_bulk(set(filers.values())) if filers else {}
    told = {key: f"{units[pk]}报送，得分计入本单位" for key, pk in filers.items()}
    return found | {
        key: replace(found[key], note="；".join(filter(None, [found[key].note, text])))
        for key, text in told.items()
    }


def named(key: str) -> tuple[str, int]:
    """“adoption:7” is (adoption, 7); “instruction:3.12” speaks of instruction 3; “event:mark.5” of mark 5.

    Behind @ stands the unit that did it, where another is credited.
    """
    kind, _, rest = key.partition("@")[0].partition(":")
    if kind == "event":
        kind, _, rest = rest.partition(".")
    number = rest.partition(".")[0]
    return kind, int(number) if number.isdecimal() else 0


def adoptions(numbers, reader):
    rows = Adoption.objects.select_related("publication", "issue__publication").in_bulk(numbers)
    readable = opening(Adoption, numbers, reader)
    return {pk: adoption_origin(row, pk in readable) for pk, row in rows.items()}


def opening(model, numbers, reader):
    """Which of the rows this person may open: a partner has points of an item, not its page."""
    found = model.objects.visible_to(reader.user).filter(pk__in=numbers)
    return set(found.values_list("pk", flat=True))


def adoption_origin(adoption, readable):
    url = reverse("bulletins:adoption", args=[adoption.pk]) if readable else ""
    if not adoption.issue:
        return Origin(adoption.title, url, f"凭据：{adoption.evidence}" if adoption.evidence else "")
    opens = reverse("bulletins:issue", args=[adoption.issue_id]) if adoption.is_own else ""
    return Origin(adoption.title, url, str(adoption.issue), opens)


def instructions(numbers, reader):
    rows = Instruction.objects.in_bulk(numbers)
    readable = opening(Instruction, numbers, reader)
    return {
        pk: Origin(
            f"{row.leader}批示",
            reverse("bulletins:instruction", args=[pk]) if pk in readable else "",
            row.text[:60],
        )
        for pk, row in rows.items()
    }


def filings(numbers, reader):
    rows = Submission.objects.select_related("filed", "unit").in_bulk(numbers)
    return {pk: filing_origin(row, reader) for pk, row in rows.items()}


def filing_origin(item, reader):
    words = item.text_for(reader.user)
    own = item.unit_id in reader.units or item.author_id == reader.user.pk
    url = reverse("submissions:detail", args=[item.pk]) if words and (own or reader.at_desk) else ""
    return Origin(str(words) if words else WITHDRAWN, url)


def marks(numbers, reader):
    url = reverse("submissions:urgent_marks")
    return {pk: Origin(str(row), url) for pk, row in Mark.objects.in_bulk(numbers).items()}


def invitations(numbers, reader):
    rows = Invitation.objects.select_related("commission").in_bulk(numbers)
    return {
        pk: Origin(f"约稿：{row.commission}", reverse("submissions:invitation", args=[pk]))
        for pk, row in rows.items()
    }


def parts(numbers, reader):
    """A unit opens its follow-up; the others are told what it was."""
    rows = Part.objects.select_related("followup", "unit").in_bulk(numbers)
    followups = opening(FollowUp, {row.followup_id for row in rows.values()}, reader)
    return {pk: part_origin(row, followups) for pk, row in rows.items()}


def part_origin(part, readable):
    url = part.followup.get_absolute_url() if part.followup_id in readable else ""
    return Origin(f"督办：{part.followup}", url, f"期限{part.deadline:%Y-%m-%d}")


def feedback(numbers, reader):
    rows = Feedback.objects.select_related("part__followup", "part__unit").in_bulk(numbers)
    followups = opening(FollowUp, {row.part.followup_id for row in rows.values()}, reader)
    return {
        pk: replace(
            part_origin(row.part, followups),
            note=f"期限{row.due:%Y-%m-%d}，{timezone.localdate(row.at):%Y-%m-%d}反馈",
        )
        for pk, row in rows.items()
    }


def adjustments(numbers, reader):
    rows = Adjustment.objects.in_bulk(numbers)
    readable = opening(Adjustment, numbers, reader)
    return {
        pk: Origin(row.reason, row.get_absolute_url() if pk in readable else "", f"依据：{row.evidence}")
        for pk, row in rows.items()
    }


READERS: dict[str, Callable] = {
    "adoption": adoptions,
    "instruction": instructions,
    "filing": filings,
    "mark": marks,
    "invitation": invitations,
    "answer": invitations,
    "part": parts,
    "feedback": feedback,
    "adjustment": adjustments,
    "adjust": adjustments,
}
TITLES = {"quota": "报送任务", "opening": "年初起评分", "bound": "周期限额"}
