"""What follows a signature: people read, a leader has something done, pieces become models, a slip is corrected."""

import re
from datetime import date
from random import Random

from accounts.models import User
from accounts.roles import Role
from bulletins.actions import corrections, feedback, followup_parts, followups, model_items, reading
from bulletins.models import Instruction, Issue
from infohub.demo.diary import Diary, Story
from infohub.demo.founding import House
from infohub.demo.workdays import desk_time, workday_after

READERS = 10  # of those an issue is delivered to, besides leaders and the desk
MODEL_EVERY, SLIP_AT = 6, 3
FIGURE = re.compile(r"(?<!\d)\d{2,3}(?=[名人个家次场件])")


class Circulation:
    """The stories of issues that have left the house."""

    def __init__(self, house: House, diary: Diary, words: dict, seed: int):
        self.house, self.diary, self.words, self.seed = house, diary, words, seed
        self.editors, self.approvers = house.holding(Role.EDITOR), house.holding(Role.APPROVER)
        self.leaders = house.holding(Role.LEADER)
        self.signed_so_far = 0

    def signed(self, issue: Issue) -> None:
        """Each signed issue is read; some lead further."""
        self.signed_so_far += 1
        self.diary.follow(self.read(issue))
        if self.signed_so_far % MODEL_EVERY == 1:
            self.diary.follow(self.held_up(issue))
        if self.signed_so_far % 20 == SLIP_AT:
            self.diary.follow(self.corrected(issue))

    def read(self, issue: Issue) -> Story:
        """Leaders first, then whoever looks in; most of the others read it later or never."""
        rng = Random(f"readers-{self.seed}-{issue.pk}")
        waiting = User.objects.filter(deliveries__issue=issue, deliveries__read_at=None).exclude(
            pk__in=[person.pk for person in self.leaders]
        )
        others = list(waiting.order_by("pk").distinct())
        day = issue.date
        for person in [*self.leaders, *rng.sample(others, min(READERS, len(others)))]:
            day = workday_after(day, rng.choice((0, 1, 1, 2))) if person not in self.leaders else day
            yield desk_time(rng, workday_after(day))
            if not Issue.objects.signed().filter(pk=issue.pk).exists():
                return
            reading.read(issue, by=person)
            if person in self.leaders and rng.random() < 0.4:
                reading.initial(issue, by=person)

    def held_up(self, issue: Issue) -> Story:
        """The office shows a good piece to all informants (范文)."""
        rng = Random(f"model-{self.seed}-{issue.pk}")
        yield desk_time(rng, workday_after(issue.date, 3))
        issue = Issue.objects.get(pk=issue.pk)
        place = issue.ordered().first()
        if issue.state == "signed" and place:
            filed = place.article.submissions.order_by("pk")[0].filed
            words = {"comment": rng.choice(self.words["model"]), "kind": filed.kind}
            model_items.hold_up(issue, place.article, by=rng.choice(self.editors), **words)

    def corrected(self, issue: Issue) -> Story:
        """A number was copied wrongly; the unit calls, the office prints a correction."""
        rng = Random(f"slip-{self.seed}-{issue.pk}")
        yield desk_time(rng, workday_after(issue.date, 4))
        issue, editor = Issue.objects.get(pk=issue.pk), rng.choice(self.editors)
        found = slip_in(issue)
        if issue.state != "signed" or found is None:
            return
        article, wrong, right = found
        words = {
            "article": article,
            "wrong": wrong,
            "right": right,
            "reason": "报送单位来电更正，原稿数字有误。",
        }
        correction = corrections.correct(issue, by=editor, asked_by="报送单位", **words)
        correction = corrections.move(correction, "submit", by=editor)
        yield desk_time(rng, workday_after(issue.date, 5))
        hands = [person for person in self.approvers if person != editor]
        corrections.move(correction, "sign", by=rng.choice(hands))

    def followed_up(self, instruction: Instruction, number: int) -> Story:
        """要求督办 → 交办 → 签收 → 反馈 → 认可 → 办结; the newest are still on their way."""
        rng = Random(f"followup-{self.seed}-{instruction.pk}")
        editor, day = rng.choice(self.editors), instruction.on
        unit = instruction.submissions()[0].unit
        helpers = self.helpers(rng, unit) if number % 2 else []
        yield desk_time(rng, workday_after(day))
        deadline = workday_after(day, 10)
        orders = {"task": instruction.text, "deadline": deadline, "lead": unit, "helpers": helpers}
        followup = followups.open_followup(instruction, by=editor, **orders)
        for place, part in enumerate(followup.parts.select_related("unit").order_by("-is_lead", "pk")):
            self.diary.follow(self.done(rng, part, day, place))
        yield desk_time(rng, workday_after(day, 9))
        if followup.parts.exclude(state="accepted").exists():
            return
        followups.move(followup, "close", by=editor, reason=self.words["closing"])

    def helpers(self, rng: Random, lead) -> list:
        """One more unit that has somebody to answer."""
        named = [
            unit for unit in self.house.units.values() if unit.office_id == lead.office_id and unit != lead
        ]
        able = [unit for unit in named if self.house.holding(Role.REVIEWER, unit)]
        return rng.sample(able, min(1, len(able)))

    def done(self, rng: Random, part, day: date, place: int) -> Story:
        """The unit signs for its part and reports."""
        reviewer = self.house.holding(Role.REVIEWER, part.unit)[0]
        yield desk_time(rng, workday_after(day, 2))
        followup_parts.receive(part, by=reviewer)
        yield desk_time(rng, workday_after(day, 5 + place))
        feedback.answer(part, by=reviewer, text=rng.choice(self.words["feedback"]))
        yield desk_time(rng, workday_after(day, 7 + place))
        followup_parts.accept(part, by=rng.choice(self.editors))


def slip_in(issue: Issue):
    """(article, wrong, right): a number that stands once in a piece, and one beside it."""
    for place, piece in zip(issue.ordered(), issue.paper["pieces"], strict=True):
        text = "".join(block.get("text", "") for block in piece["blocks"])
        for found in FIGURE.finditer(text):
            wrong = text[found.start() : found.end() + 1]
            if text.count(wrong) == 1:
                return place.article, wrong, f"{int(found[0]) + 2}{wrong[-1]}"
    return None
