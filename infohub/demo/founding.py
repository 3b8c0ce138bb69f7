"""Everything an office has before its first item: units, people with granted posts, publications, groups, a book."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from accounts.actions.founding import found
from accounts.actions.people import change_person, open_account
from accounts.actions.posts import end_post, enter_post, grant_posts
from accounts.actions.units import save_unit
from accounts.models import Post, Unit, User
from accounts.roles import ADMIN_ROLES, Level, Role
from bulletins.actions import columns
from bulletins.actions.publications import found as found_publication
from bulletins.models import Publication
from infohub.demo.office import GROUPS, OfficeSpec, PublicationSpec, UnitSpec
from infohub.demo.people import PersonSpec, invent_name
from infohub.demo.plan import ISSUES_A_YEAR, REPORT, REPORTS_A_YEAR
from infohub.demo.workdays import DAY
from scoring import actions as scoring
from scoring import books

ROLES = {"system_admin": Role.SYSADMIN, "security_admin": Role.SECADMIN}
KINDS = {"full_time": Post.Kind.FULL_TIME, "part_time": Post.Kind.PART_TIME, "special": Post.Kind.INVITED}
TOP_TITLES = ("网络安全和信息化处工程师", "保密办公室干事", "经费审查委员会办公室干事")
TARGETS = ((40, 240), (25, 150), (10, 80), (1, 40), (0, 20))  # items a year, points a year


@dataclass
class House:
    """The rows the stories need at hand; people are read once, after their posts were granted."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    publications: dict[str, Publication] = field(default_factory=dict)

    @property
    def office(self) -> Unit:
        return self.units["yunhu"]

    def read_people(self) -> None:
        self.people = {user.username: user for user in User.objects.select_related("home")}

    def holding(self, role: Role, unit: Unit | None = None) -> list[User]:
        return [user for user in self.people.values() if user.holds(role, unit or self.office)]

    def informants(self, unit: str) -> list[User]:
        return self.holding(Role.INFORMANT, self.units[unit])

    def reviewer(self, unit: str) -> User:
        return self.holding(Role.REVIEWER, self.units[unit])[0]


class Founder:
    """Sets the office up as its administrators, editors and scorer would, on the day before the demo's year."""

    def __init__(self, spec: OfficeSpec, units: Iterable[UnitSpec], rng: Random):
        self.spec, self.rng, self.house = spec, rng, House()
        self.units = list(units)
        kept = {unit.key for unit in self.units}
        self.staff = [person for person in spec.people if person.unit in kept]

    def found(self, first_day: date) -> House:
        """The whole office, with a rule book in force from the first day."""
        top, security = self.found_top()
        self.enter_units(top, [unit for unit in self.units if not unit.group])
        admins = [person for person in self.staff if role_of(person) in ADMIN_ROLES]
        self.enter_people(top, security, admins)
        self.house.read_people()
        keeper, guard = self.house.holding(Role.SYSADMIN)[0], self.house.holding(Role.SECADMIN)[0]
        self.enter_people(top, security, [p for p in self.staff if p.unit in ("nanjiang", "jiangzhou")])
        self.enter_units(keeper, [unit for unit in self.units if unit.group])
        below = [p for p in self.staff if p not in admins and p.unit not in ("nanjiang", "jiangzhou")]
        self.enter_people(keeper, guard, below)
        self.remember_a_transfer(keeper, guard, below)
        self.house.read_people()
        self.found_publications(first_day)
        self.form_groups(first_day)
        self.enact(first_day)
        return self.house

    def found_top(self) -> tuple[User, User]:
        """The root unit and its three administrators, who get ordinary names."""
        root = self.units[0]
        appointed = [person for person, _ in found(root.name, level=root.level, is_office=True)]
        keeper = appointed[0]
        self.house.units[root.key] = save_unit(keeper.home, by=keeper, short_name=root.short, order=0)
        for person, title in zip(appointed, TOP_TITLES, strict=True):
            change_person(person, by=keeper, name=invent_name(self.rng)[0], title=title)
        return keeper, appointed[1]

    def enter_units(self, by: User, specs: Iterable[UnitSpec]) -> None:
        for spec in specs:
            if spec.key in self.house.units:
                continue
            self.house.units[spec.key] = save_unit(
                by=by,
                parent=self.house.units[spec.parent],
                name=spec.name,
                short_name=spec.short,
                level=Level(spec.level),
                is_office=spec.runs_bulletins,
                is_direct_point=spec.direct,
                is_contact_point=spec.contact,
                order=10 * self.units.index(spec),
            )

    def enter_people(self, keeper: User, guard: User, staff: Iterable[PersonSpec]) -> None:
        """Accounts and posts by one administrator, the grants by another."""
        grant_posts([self.enter_person(keeper, person) for person in staff], by=guard)

    def enter_person(self, keeper: User, spec: PersonSpec) -> Post:
        unit = self.house.units[spec.unit]
        user, _ = open_account(
            by=keeper, username=spec.username, name=spec.name, home=unit, title=spec.title, phone=spec.phone
        )
        role, kind = role_of(spec), KINDS[spec.engagement]
        return enter_post(by=keeper, user=user, role=role, unit=unit, kind=kind, since=self.some_day())

    def some_day(self) -> date:
        return date(2019, 3, 1) + DAY * self.rng.randrange(2000)

    def remember_a_transfer(self, keeper: User, guard: User, staff: list[PersonSpec]) -> None:
        """One informant came from another unit: the roster keeps the post that ended."""
        informants = [person for person in staff if person.role == "informant"]
        moved = User.objects.get(username=informants[0].username)
        former = self.house.units[informants[-1].unit]
        post = enter_post(by=keeper, user=moved, role=Role.INFORMANT, unit=former, since=date(2017, 9, 1))
        [granted] = grant_posts([post], by=guard)
        end_post(granted, by=keeper, until=date(2019, 2, 28))

    def found_publications(self, first_day: date) -> None:
        for place, spec in enumerate(self.spec.publications, 1):
            office = self.house.units[spec.unit] if spec.unit else None
            editor = self.house.holding(Role.EDITOR, office)[0]
            fields = carrier_fields(spec) | (own_fields(spec, first_day) if spec.series else {})
            publication = found_publication(by=editor, office=office, order=10 * place, **fields)
            for name in spec.columns:
                columns.add(publication, name, by=editor)
            self.house.publications[spec.key] = publication

    def form_groups(self, first_day: date) -> None:
        scorer = self.house.holding(Role.SCORER)[0]
        groups = {
            key: scoring.add_group(self.house.office, name=name, order=10 * place, by=scorer)
            for place, (key, name) in enumerate(GROUPS.items(), 1)
        }
        for spec in self.units:
            if spec.group:
                unit, target = self.house.units[spec.key], target_of(spec)
                scoring.place(unit, groups[spec.group], since=first_day, target=target, by=scorer)

    def enact(self, first_day: date) -> None:
        """The example book R1, under the office's own name."""
        scorer = self.house.holding(Role.SCORER)[0]
        source = (books.EXAMPLES / "r1.toml").read_text("utf-8").replace("某市总工会", self.spec.name)
        scoring.enact_book(scoring.new_book(self.house.office, source, since=first_day, by=scorer), by=scorer)


def role_of(person: PersonSpec) -> Role:
    return ROLES.get(person.role) or Role(person.role)


def target_of(unit: UnitSpec) -> Decimal:
    return Decimal(next(points for pace, points in TARGETS if unit.pace >= pace))


def carrier_fields(spec: PublicationSpec) -> dict:
    return {
        "name": spec.name,
        "code": spec.key,
        "level": spec.level,
        "system": spec.system,
        "publisher": spec.publisher,
        "classification": spec.marking,
    }


def own_fields(spec: PublicationSpec, first_day: date) -> dict:
    """Standing lists, and where the numbering of the running year goes on from."""
    a_year = REPORTS_A_YEAR if spec.key == REPORT else ISSUES_A_YEAR - REPORTS_A_YEAR
    before = round(a_year * (first_day.timetuple().tm_yday - 1) / 365)
    return {
        "report_to": "\n".join(spec.report_to),
        "send_to": "\n".join(spec.send_to),
        "copy_to": "\n".join(spec.issue_to),
        "contact": "\n".join(f"{name}：{value}" for name, value in spec.contact),
        "copies": spec.copies,
        "started_in": first_day.year,
        "number_before": before,
        "shows_total": spec.key == REPORT,
        "total_before": 4 * a_year + before if spec.key == REPORT else 0,
        "watermarks": spec.key == REPORT,
        "rhythm": "irregular" if spec.key == REPORT else "tenday",
    }
