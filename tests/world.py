"""One office with something of everything in it, each thing marked with a word nobody else may read."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.actions import roster
from accounts.filing import Change
from accounts.models import Event
from accounts.roles import ADMIN_ROLES, DESK_ROLES, Role
from bulletins.actions import adoptions, articles, instructions, issues, signing
from bulletins.models import Publication
from scoring.actions import adjustments
from scoring.books import dump, example
from scoring.models import Book, Group, Membership, Period
from submissions import actions
from submissions.models import JointUnit, Revision
from submissions.states import State
from tests.archives_world import add_archives
from tests.awards_world import add_awards
from tests.books_world import add_books
from tests.build_world import add_build
from tests.calling import add_calls
from tests.circulars_world import add_circulars
from tests.desk import add_desk
from tests.events_world import add_events
from tests.factories import OfficeFactory, PublicationFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.history_world import add_history
from tests.instruction_world import add_instructions
from tests.material_world import add_material
from tests.pen_world import add_pen
from tests.periods_world import add_periods
from tests.pictures import png, show_picture
from tests.publication_world import add_publication
from tests.readers_world import add_readers
from tests.upward_world import add_upward
from tests.urgency import add_urgent

SECRET = "丁香湖畔"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF"


def office_with_people(name):
    """An office, a unit below it, and one person for every role."""
    office = OfficeFactory(name=name)
    unit = UnitFactory(parent=office, name=f"{name}街道")
    homes = dict.fromkeys((*DESK_ROLES, Role.LEADER, *ADMIN_ROLES), office)
    people = {role: UserFactory(home=homes.get(role, unit), role=role) for role in Role}
    return SimpleNamespace(office=office, unit=unit, people=people)


def secret_office():
    """A populated office; every title, note and name in it carries SECRET."""
    world = office_with_people(f"{SECRET}总工会")
    world.item = SubmissionFactory(
        author=world.people[Role.INFORMANT], title=f"{SECRET}来稿", body=f"{SECRET}正文。", state=State.DRAFT
    )
    file = SimpleUploadedFile(f"{SECRET}.pdf", PDF)
    world.attachment = actions.attach(world.item, file, by=world.item.author)
    picture = SimpleUploadedFile(f"{SECRET}.png", png())
    world.picture = actions.attach_picture(world.item, picture, by=world.item.author)
    add_bulletins(world)
    add_calls(world, SECRET)
    add_urgent(world, SECRET)
    add_desk(world, SECRET)
    add_scoring(world)
    add_roster(world)
    add_joint(world)
    add_build(world, SECRET)
    add_pen(world, SECRET)
    add_readers(world, SECRET)
    add_publication(world, SECRET)
    add_material(world, SECRET)
    add_instructions(world, SECRET)
    add_archives(world)
    add_upward(world, SECRET)
    add_events(world, SECRET)
    add_history(world, SECRET)
    add_circulars(world, SECRET)
    add_awards(world, SECRET)
    world.post = world.item.author.posts.get()
    world.event = Event.objects.first()
    add_books(world, SECRET)
    add_periods(world, SECRET)
    return world


def add_joint(world):
    """A partner's name under a signed text, and a text of the author's that waits beside a draft."""
    world.partner = UnitFactory(parent=world.office, name=f"{SECRET}联合单位")
    JointUnit.objects.create(submission=world.used, unit=world.partner, position=1)
    words = world.item.content() | {"body": f"{SECRET}另存。", "authors": [f"{SECRET}作者"]}
    world.item.revisions.create(number=99, why=Revision.Why.SIDE, by=world.item.author, **words)


def add_roster(world):
    """A newcomer whom the unit has filed and the office has agreed to."""
    filing = roster.file_change(
        by=world.people[Role.REVIEWER],
        unit=world.unit,
        change=Change.ADD,
        role=Role.INFORMANT,
        name=f"{SECRET}新人",
        reason=f"{SECRET}事由",
    )
    world.filing = roster.move(filing, "approve", by=world.people[Role.EDITOR])


def accepted(world, title):
    return SubmissionFactory(
        author=world.people[Role.INFORMANT], title=title, body=title, state=State.ACCEPTED
    )


def add_bulletins(world):
    """A publication, an article and an issue at work, a signed issue, adoptions and a leader's words."""
    editor = world.people[Role.EDITOR]
    world.publication = PublicationFactory(office=world.office, name=f"{SECRET}信息", code="secret")
    world.used = accepted(world, f"{SECRET}已用")
    world.printed = show_picture(world.used, f"{SECRET}图", before=f"<p>{SECRET}已用</p>")
    world.signed = signed_issue(world, world.used)
    world.article = articles.draft(world.publication, [accepted(world, f"{SECRET}在编")], by=editor)
    world.issue = issues.open_issue(world.publication, by=editor, tag=f"{SECRET}特刊")
    above = PublicationFactory(office=None, name="上级刊物", code="above", level="city")
    world.adoption = adoptions.register(
        world.used,
        above,
        by=editor,
        use="full",
        on=timezone.localdate(),
        evidence=f"{SECRET}凭据",
        file=SimpleUploadedFile("凭据.pdf", PDF),
    )
    leader = world.people[Role.LEADER]
    world.instruction = instructions.instruct(
        by=leader, text=f"{SECRET}批示", level="county", issue=world.signed
    )


def signed_issue(world, item):
    editor = world.people[Role.EDITOR]
    article = articles.draft(world.publication, [item], by=editor)
    articles.move(article, "finish", by=editor)
    issue = issues.open_issue(world.publication, by=editor)
    issues.place(issue, article, by=editor)
    issues.move(issue, "submit", by=editor)
    issues.move(issue, "check", by=world.people[Role.CHECKER])
    return signing.sign(issue, by=world.people[Role.APPROVER])


def add_scoring(world):
    """A group, a rule book in force, and a closed month."""
    scorer = world.people[Role.SCORER]
    world.group = Group.objects.create(office=world.office, name=f"{SECRET}组")
    world.membership = Membership.objects.create(group=world.group, unit=world.unit, since=date(2026, 1, 1))
    world.book = Book.objects.create(
        office=world.office,
        name=f"{SECRET}办法",
        since=date(2026, 1, 1),
        source=dump(example("r1")),
        made_by=scorer,
        enacted_at=timezone.now(),
        enacted_by=scorer,
    )
    world.draft_book = Book.objects.create(
        office=world.office,
        name=f"{SECRET}办法",
        version=2,
        since=date(2027, 1, 1),
        source=dump(example("r1")),
        made_by=scorer,
    )
    world.period = Period.objects.filter(office=world.office).first()
    made = adjustments.propose(
        world.office,
        by=scorer,
        unit=world.unit,
        on=timezone.localdate(),
        points=Decimal(5),
        reason=f"{SECRET}事由",
        evidence=f"{SECRET}依据",
        file=SimpleUploadedFile(f"{SECRET}依据.pdf", PDF),
    )
    world.adjustment = adjustments.move(made, "agree", by=world.people[Role.APPROVER])


def outside():
    return Publication.objects.get(code="above")
