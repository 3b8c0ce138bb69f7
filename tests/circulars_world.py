"""A draft and a published circular, for the crawler's world."""

from datetime import date

from accounts.roles import Role
from scoring.actions import circular_moves, circular_signing, circulars
from scoring.circular_sections import SORTS, sections_of
from scoring.circular_states import CIRCULAR_MOVES
from scoring.models import Letterhead, Period


def add_circulars(world, secret):
    """Words of the secret office in both; the months they tell of are closed by hand, long ago."""
    scorer = world.people[Role.SCORER]
    Letterhead.objects.create(office=world.office, masthead=f"{secret}通报", publisher=f"{secret}办公室")
    for month in (date(2025, 1, 1), date(2025, 2, 1)):
        closed(world, month, secret)
    made = circulars.begin(world.office, by=scorer, last=date(2025, 1, 1))
    made = circular_moves.move(made, "submit", by=scorer)
    made = circular_moves.move(made, "check", by=world.people[Role.CHECKER])
    made = circular_signing.sign(made, by=world.people[Role.APPROVER])
    world.circular = circular_signing.publish(made, by=scorer)
    world.draft_circular = circulars.begin(world.office, by=scorer, last=date(2025, 2, 1))


def closed(world, month, secret):
    """A month in the first format: its table only, with one unit."""
    figures = {"submitted": 1, "adopted": 1, "used": 1, "instructed": 0, "uses": {}, "points": "1"}
    spans = {"month": figures, "year": dict(figures)}
    ranked = {name: span | {"rank": 1, "tied": False} for name, span in spans.items()}
    row = ranked | {"unit": world.unit.pk, "name": f"{secret}街道", "rate": "", "late": "", "steps": []}
    group = {"pk": 0, "name": f"{secret}组", "rows": [row | {"target": "", "done": ""}]}
    silent = {"zero_reports": [], "zero_adoptions": [], "late": []}
    period = Period(
        office=world.office,
        month=month,
        book=world.book,
        closed_by=world.people[Role.SCORER],
        snapshot={
            "office": f"{secret}总工会",
            "month": month.isoformat(),
            "year": ["2025-01-01", "2025-12-31"],
            "book": "",
            "multi": "",
            "carriers": [],
            "uses": ["full"],
            "groups": [group | silent | {"total": spans | {"rate": ""}}],
            "total": {name: dict(span) for name, span in spans.items()} | {"rate": ""},
        },
        sources={
            "tally": {span: {"submitted": {}, "adopted": {}, "used": {}, "instructed": {}} for span in spans},
            "unpaid": {"month": [], "year": []},
        },
    )
    period.sha256 = period.seal()
    period.save()


def variants_of_circulars(world):
    """The keys a stranger could try at the addresses of circulars."""
    both = [{"pk": world.circular.pk}, {"pk": world.draft_circular.pk}]
    kinds = [{"pk": world.draft_circular.pk, "kind": kind} for kind in SORTS]
    names = ("circular", "circular_edit", "circular_correct", "circular_renew", "circular_pages")
    names += ("circular_proof", "circular_receipts", "circular_remind", "circular_retry", "circular_sign")
    assert sections_of(world.draft_circular.body)
    return {
        **{f"scoring:{name}": both for name in names},
        "scoring:circular_section": kinds,
        "scoring:circular_arrange": kinds,
        "scoring:circular_page": [one | {"name": "a", "number": 1} for one in both],
        "scoring:circular_document": [
            one | {"format": form} for one in both for form in ("docx", "pdf", "xlsx")
        ],
        "scoring:circular_move": [
            one | {"verb": verb} for one in both for verb in CIRCULAR_MOVES if verb != "sign"
        ],
    }
