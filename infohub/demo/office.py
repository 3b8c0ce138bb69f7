"""The demo's fictional district union: its units, people, publications and lists, as plain data."""

import tomllib
from dataclasses import dataclass
from functools import cache

from infohub.demo.people import PersonSpec, roster
from infohub.demo.topics import TEXTS

GROUPS = {
    "street": "街道（乡镇）总工会",
    "sector": "区直机关、产业（局）工会",
    "enterprise": "企业、园区工会",
}
GROUP_OF = {"s": "street", "h": "sector", "b": "sector", "p": "enterprise", "c": "enterprise"}


@dataclass(frozen=True)
class UnitSpec:
    """One union unit; `kind` is s street, h trade, b department, p park, c enterprise or o office."""

    key: str
    name: str
    short: str
    level: str
    parent: str | None
    kind: str = "o"
    group: str | None = None
    traits: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    pace: int = 0
    direct: bool = False
    contact: bool = False
    runs_bulletins: bool = False

    @property
    def known_as(self) -> str:
        """The name a bulletin's title has room for."""
        if self.kind in "so":
            return self.name
        return self.short if self.short.endswith("工会") else f"{self.short}工会"


@dataclass(frozen=True)
class PublicationSpec:
    """A bulletin, ours or a higher carrier's; `system` tells union from party carriers as R1 does."""

    key: str
    name: str
    publisher: str
    level: str
    system: str
    uses: tuple[str, ...] = ("full", "brief")
    own: bool = False
    unit: str | None = None
    series: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    marking: str = ""
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    issue_to: tuple[str, ...] = ()
    copies: int = 0
    contact: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class InstructionSpec:
    """A leader's instruction that suits items of these kinds (and, if named, only these topics)."""

    kinds: tuple[str, ...]
    text: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficeSpec:
    """Everything a demo database needs before the first item is filed."""

    name: str
    units: tuple[UnitSpec, ...]
    people: tuple[PersonSpec, ...]
    publications: tuple[PublicationSpec, ...]
    instructions: tuple[InstructionSpec, ...]

    def unit(self, key: str) -> UnitSpec:
        return next(unit for unit in self.units if unit.key == key)

    def holders(self, role: str, unit: str | None = None) -> list[PersonSpec]:
        """People with this post, of one unit or of all."""
        return [p for p in self.people if p.role == role and unit in (None, p.unit)]

    @property
    def reporting_units(self) -> list[UnitSpec]:
        return [unit for unit in self.units if unit.group]


@cache
def read(name: str) -> dict:
    return tomllib.loads((TEXTS / f"{name}.toml").read_text("utf-8"))


HIGHER_OFFICES = (
    UnitSpec("nanjiang", "南江省总工会", "省总", "province", None, runs_bulletins=True),
    UnitSpec("jiangzhou", "江州市总工会", "市总", "city", "nanjiang", runs_bulletins=True),
    UnitSpec("yunhu", "云湖区总工会", "区总", "county", "jiangzhou", runs_bulletins=True),
)


def reporting_unit(raw: dict) -> UnitSpec:
    return UnitSpec(
        key=raw["key"],
        name=raw["name"],
        short=raw["short"],
        level="grassroots",
        parent="yunhu",
        kind=raw["kind"],
        group=GROUP_OF[raw["kind"]],
        traits=tuple(raw["traits"]),
        places=tuple(raw["places"]),
        pace=raw["pace"],
        direct=raw.get("flags") == "direct",
        contact=raw.get("flags") == "contact",
    )


def publication(raw: dict) -> PublicationSpec:
    plain = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    plain["contact"] = tuple(raw.get("contact", {}).items())
    return PublicationSpec(**plain)


def instruction(raw: dict) -> InstructionSpec:
    return InstructionSpec(tuple(raw["kinds"]), raw["text"], tuple(raw.get("topics", ())))


@cache
def office() -> OfficeSpec:
    """The one demo office: always the same people under the same names."""
    units = HIGHER_OFFICES + tuple(map(reporting_unit, read("office")["unit"]))
    return OfficeSpec(
        name="云湖区总工会",
        units=units,
        people=roster(units),
        publications=tuple(map(publication, read("publications")["publication"])),
        instructions=tuple(map(instruction, read("leaders")["instruction"])),
    )
