"""How an item came about: where it was heard, who wrote and filed it together, for which bulletin it is meant."""

from html import escape
from random import Random

from infohub.demo.founding import House
from infohub.demo.office import office
from infohub.demo.specs import ItemSpec
from submissions.rich import markup_of
from submissions.states import Channel

CHANNELS = {
    Channel.OWN: 58,
    Channel.BELOW: 18,
    Channel.VISIT: 10,
    Channel.HOTLINE: 6,
    Channel.LETTER: 4,
    Channel.MEDIA: 4,
}
TOGETHER, JOINT, MEANT, TABLED = (
    0.08,
    0.04,
    0.12,
    0.05,
)  # shares of items with two authors, a partner, a wish, a table
COUNTED = ("dynamic", "experience", "brief")  # kinds that may come with numbers of participants


def circumstances(rng: Random, spec: ItemSpec, house: House) -> dict:
    """The facts beside the words, drawn for one item."""
    facts = {"channel": rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]}
    if rng.random() < TOGETHER:
        facts["authors"] = [house.people[spec.author].name, house.reviewer(spec.unit).name]
    partners = [u for key, u in house.units.items() if u.office_id == house.office.pk and key != spec.unit]
    if rng.random() < JOINT and partners:
        facts["partners"] = [rng.choice(sorted(partners, key=lambda unit: unit.pk)).pk]
    if rng.random() < MEANT:
        own = [each.name for each in house.publications.values() if each.office_id == house.office.pk]
        facts["suggested"] = rng.choice(own)
    return facts


def tabled(rng: Random, spec: ItemSpec, body: str) -> dict:
    """The words with a small table after them, as an informant sets it in the editor; else nothing."""
    places = office().unit(spec.unit).places
    if spec.kind not in COUNTED or not places or rng.random() > TABLED:
        return {}
    rows = [("基层单位", "参加人数"), *((place, str(rng.randint(12, 160))) for place in places)]
    cells = ["".join(f"<{tag}><p>{escape(cell)}</p></{tag}>" for cell in row) for tag, row in tagged(rows)]
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    return {"rich": f"{markup_of(body)}<table><tbody>{table}</tbody></table>"}


def tagged(rows):
    return [("td" if number else "th", row) for number, row in enumerate(rows)]
