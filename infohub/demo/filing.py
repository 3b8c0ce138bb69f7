"""The stories of the items: how each was written, signed, screened, mended or left, through the screens' own actions."""

from datetime import datetime
from io import BytesIO
from random import Random
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import User
from accounts.roles import Role
from infohub.demo.calling import Calling
from infohub.demo.circumstances import COUNTED, circumstances, tabled
from infohub.demo.diary import Story
from infohub.demo.fates import misspell, shorten
from infohub.demo.founding import House
from infohub.demo.office import office
from infohub.demo.plan import REGULAR
from infohub.demo.specs import ItemSpec
from infohub.demo.timetable import Timetable
from infohub.demo.workdays import DAY, desk_time, minutes, workday_after
from submissions import actions
from submissions.models import Submission
from submissions.secrecy import markers_in

FULL_REASON = {
    "以文件、讲话、简报代替": "以文件、讲话或简报代替信息",
    "错别字": "错别字较多",
    "涉密风险": "有涉密风险",
    "重复": "内容重复",
    "不符合要点": "不符合报送要点",
    "失实": "内容失实",
}
DETOURS = {"turn-back": 0.08, "recall": 0.03, "withdraw": 0.015}
PUBLIC_WORDS = "系公开工作用语，已核对，不涉密。"
UNSENT = {"draft", "review"}


class Filing:
    """Knows who files and who screens; keeps the row of every item for the stories that come after."""

    def __init__(self, house: House, words: dict, seed: int, calling: Calling):
        self.house, self.words, self.seed, self.calling = house, words, seed, calling
        self.rows: dict[str, Submission] = {}
        self.editors = house.holding(Role.EDITOR)

    def road(self, spec: ItemSpec, times: Timetable, *, planned: bool) -> Story:
        """From the first draft to the office's decision; `planned` items are wanted for an article."""
        rng = Random(f"road-{self.seed}-{spec.key}")
        detour = self.detour_of(rng, spec, times)
        yield from self.written(rng, spec, times, detour)
        if spec.fate == "draft":
            yield from self.abandoned(rng, spec, times)
            return
        yield from self.signed(rng, spec, times, detour)
        if spec.fate in UNSENT | {"waiting"}:
            return
        yield times.screened
        yield from self.decided(rng, spec, times, planned)

    def decided(self, rng: Random, spec: ItemSpec, times: Timetable, planned: bool) -> Story:
        """What the editor said of it, and what that led to."""
        if spec.fate == "return_then_adopt":
            yield from self.mended(rng, spec, times)
        elif spec.fate == "return":
            yield from self.left(rng, spec, times)
        elif spec.fate == "reject":
            self.screen(rng, spec, "reject", reason=reason_of(spec))
        elif spec.fate == "hold":
            yield from self.kept(rng, spec, times.screened)
        else:
            self.screen(rng, spec, "accept")
            if spec.fate == "accept" and not planned:
                yield from self.tidied(rng, spec, times)

    def detour_of(self, rng: Random, spec: ItemSpec, times: Timetable) -> str:
        """Now and then something is noticed before the item has settled; there must be time for it that day."""
        plain = spec.fate in ("adopt", "accept", "hold", "reject") and spec.topic != "filler"
        unlucky = rng.random() < sum(DETOURS.values())
        detour = rng.choices(list(DETOURS), list(DETOURS.values()))[0]
        return detour if plain and unlucky and times.sent.hour >= 11 else ""

    def written(self, rng: Random, spec: ItemSpec, times: Timetable, detour: str) -> Story:
        """The first draft; on a detour it still has the fault that will be noticed."""
        early = minutes(rng.randint(60, 110)) if detour in ("turn-back", "recall") else minutes(0)
        author = self.house.people[spec.author]
        yield times.begun - early
        body = fault_of(spec)[1] if detour else spec.body
        item = self.begin(rng, spec, author, body)
        item = self.calling.answer(Random(f"answer-{self.seed}-{spec.key}"), spec, item, author)
        if spec.kind in COUNTED and rng.random() < 0.05:
            actions.attach(item, table_for(spec), by=author)
        self.rows[spec.key] = item
        if spec.fate != "draft":
            yield times.sent - early
            self.rows[spec.key] = sent(item, author)

    def begin(self, rng: Random, spec: ItemSpec, author: User, body: str) -> Submission:
        return actions.begin(
            by=author,
            unit=self.house.units[spec.unit],
            key=UUID(int=rng.getrandbits(128), version=4),
            title=spec.title,
            body=body,
            kind=spec.kind,
            nature=spec.nature,
            event_date=spec.event_date,
            phone=author.phone,
            **circumstances(Random(f"how-{self.seed}-{spec.key}"), spec, self.house),
            **tabled(Random(f"table-{self.seed}-{spec.key}"), spec, body),
        )

    def abandoned(self, rng: Random, spec: ItemSpec, times: Timetable) -> Story:
        """Most drafts that were never sent are thrown away in the end."""
        yield times.signed + DAY * rng.randint(20, 40)
        if rng.random() < 0.6:
            self.rows[spec.key] = actions.move(
                self.rows[spec.key], "discard", by=self.house.people[spec.author]
            )

    def signed(self, rng: Random, spec: ItemSpec, times: Timetable, detour: str) -> Story:
        """The unit's side: on a detour the draft goes back once before, or once after, the signature."""
        if detour in ("turn-back", "recall"):
            yield times.sent - minutes(rng.randint(15, 50))
            self.turn_back(rng, spec, detour)
            yield times.sent
            self.send_right(spec)
        if spec.fate == "review":
            return
        yield times.signed
        self.sign(spec)
        if detour == "withdraw":
            yield times.signed + minutes(7)
            self.rows[spec.key] = self.by_author(spec, "withdraw")
            yield times.signed + minutes(15)
            self.send_right(spec)
            yield times.signed + minutes(25)
            self.sign(spec)

    def turn_back(self, rng: Random, spec: ItemSpec, detour: str) -> None:
        if detour == "recall":
            self.rows[spec.key] = self.by_author(spec, "recall")
            return
        name, _, place = fault_of(spec)
        reason = rng.choice(self.words["turn_back"][name]).replace("{处}", place)
        reviewer = self.house.reviewer(spec.unit)
        self.rows[spec.key] = actions.move(self.rows[spec.key], "turn-back", by=reviewer, reason=reason)

    def send_right(self, spec: ItemSpec, body: str = "") -> None:
        """Write what was meant, and send it."""
        item = self.rows[spec.key]
        author = self.house.people[spec.author]
        item = actions.write(item, by=author, base=item.version, body=body or spec.body)
        self.rows[spec.key] = sent(item, author)

    def by_author(self, spec: ItemSpec, verb: str) -> Submission:
        return actions.move(self.rows[spec.key], verb, by=self.house.people[spec.author])

    def sign(self, spec: ItemSpec) -> None:
        item = self.rows[spec.key]
        clearance = PUBLIC_WORDS if markers_in(item.title, item.body) else ""
        self.rows[spec.key] = actions.sign(
            item, by=self.house.reviewer(spec.unit), reviewed=True, clearance=clearance
        )

    def screen(self, rng: Random, spec: ItemSpec, verb: str, **extra) -> None:
        if verb == "accept":
            bulletin = self.house.publications[REGULAR]
            extra |= {"chosen": {bulletin.code: bulletin.name}}
        self.rows[spec.key] = actions.move(self.rows[spec.key], verb, by=rng.choice(self.editors), **extra)

    def tidied(self, rng: Random, spec: ItemSpec, times: Timetable) -> Story:
        """Accepted and never used: after some weeks the desk is cleared."""
        day = desk_time(rng, workday_after(times.screened.date(), rng.randint(15, 30)))
        yield day
        roll = rng.random()
        if roll < 0.85:
            self.screen(rng, spec, "restore")
            yield day + minutes(2)
            if roll < 0.5:
                yield from self.kept(rng, spec, day + minutes(2))
            else:
                self.screen(rng, spec, "reject", reason=self.words["too_many"])

    def mended(self, rng: Random, spec: ItemSpec, times: Timetable) -> Story:
        """Returned, mended by its author, signed once more and accepted."""
        due = workday_after(times.screened.date(), 5)
        self.screen(rng, spec, "return", reason=reason_of(spec), answer_by=due)
        yield times.mended
        self.send_right(spec, spec.revised_body)
        yield times.signed_again
        self.sign(spec)
        yield times.accepted
        self.screen(rng, spec, "accept")

    def left(self, rng: Random, spec: ItemSpec, times: Timetable) -> Story:
        """Returned, and nobody mended it: given up by the author, or at last by the office."""
        due = workday_after(times.screened.date(), 5)
        self.screen(rng, spec, "return", reason=reason_of(spec), answer_by=due)
        roll = rng.random()
        yield desk_time(rng, workday_after(due, rng.randint(5, 12)))
        if roll < 0.5:
            self.screen(rng, spec, "reject", reason=self.words["late_fix"])
        elif roll < 0.75:
            self.rows[spec.key] = self.by_author(spec, "discard")
        else:
            yield desk_time(rng, workday_after(due, rng.randint(14, 20)))
            self.screen(rng, spec, "reject", reason=self.words["late_fix"])

    def kept(self, rng: Random, spec: ItemSpec, moment: datetime) -> Story:
        """Held for later; when the day has come, given up, or now and then kept on for half a year."""
        self.screen(rng, spec, "hold")
        until = self.rows[spec.key].held_until
        yield desk_time(rng, workday_after(max(until, moment.date()), rng.randint(1, 3)))
        if rng.random() < 0.8:
            self.screen(rng, spec, "reject", reason=self.words["stale"])
        else:
            self.screen(rng, spec, "hold", held_until=timezone.localdate() + 180 * DAY)


def sent(item: Submission, author: User) -> Submission:
    """Off to the reviewer; what only looks like a secrecy marker is answered for."""
    cleared = actions.markers_of(item)
    return actions.move(item, "send", by=author, cleared=cleared, reason=PUBLIC_WORDS if cleared else "")


def fault_of(spec: ItemSpec) -> tuple[str, str, str]:
    """What a first draft lacks: the fault's name, the text with it, and where it lies."""
    rng = Random(f"fault-{spec.key}")
    return rng.choice((misspell, shorten))(rng, spec.body)


def reason_of(spec: ItemSpec) -> str:
    """As the reason form puts it together: the catalogue's word, then the editor's own."""
    return f"{FULL_REASON.get(spec.reason, spec.reason)}。{spec.reason_text}"


def table_for(spec: ItemSpec) -> SimpleUploadedFile:
    """A small spreadsheet as informants attach them."""
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "基层单位", "参加人数"])
    rng = Random(spec.key)
    for place, name in enumerate(office().unit(spec.unit).places or (spec.unit,), 1):
        sheet.append([place, name, rng.randint(12, 160)])
    data = BytesIO()
    book.save(data)
    return SimpleUploadedFile("参加人数统计表.xlsx", data.getvalue())
