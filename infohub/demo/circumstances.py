"""How an item came about: where it was heard, who wrote and filed it together, for which bulletin it is meant."""

from random import Random

from infohub.demo.founding import House
from infohub.demo.specs import ItemSpec
from submissions.states import Channel

CHANNELS = {
    Channel.OWN: 58,
    Channel.BELOW: 18,
    Channel.VISIT: 10,
    Channel.HOTLINE: 6,
    Channel.LETTER: 4,
    Channel.MEDIA: 4,
}
TOGETHER, JOINT, MEANT = 0.08, 0.04, 0.12  # shares of items with two authors, a partner, a wish


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
