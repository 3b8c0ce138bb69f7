"""An old register in the crawler's world: its file, its rows, a score out of it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import Role
from scoring.actions.history import receiving, working
from scoring.history_states import HistoryState
from scoring.models import History, PastScore

PAGES = ("batch", "columns", "sheet", "names", "load", "undo", "drop", "file", "errors")


def add_history(world, secret):
    """One that waits for its columns, one that was loaded."""
    scorer = world.people[Role.SCORER]
    text = f"单位,标题,刊物,日期\r\n{secret}街道,{secret}旧闻,{secret}信息,2025-03-05\r\n"
    file = SimpleUploadedFile(f"{secret}.csv", text.encode())
    world.register = receiving.receive(world.office, "uses", file, by=scorer)
    working.work(world.register.pk)
    world.loaded_register = History.objects.create(
        office=world.office,
        kind="scores",
        name=f"{secret}得分.xlsx",
        file=world.register.file.name,
        sha256="1" * 64,
        state=HistoryState.LOADED,
        by=scorer,
        loaded_by=scorer,
    )
    PastScore.objects.create(
        office=world.office, batch=world.loaded_register, unit=world.unit, year=2025, month=3, points=45
    )


def variants_of_history(world):
    """The keys a stranger could try."""
    tries = [{"pk": world.register.pk}, {"pk": world.loaded_register.pk}]
    return {f"scoring:history_{name}": tries for name in PAGES}
