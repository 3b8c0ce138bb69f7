"""A year of somebody's bulletin as one file, for the crawler."""

from accounts.roles import Role
from bulletins.actions import archives, documents


def add_archives(world):
    """The files of the signed issue, made, and its year asked for by the editor."""
    for document in world.signed.documents.all():
        documents.make(document.pk)
    world.archive = archives.ask(world.publication, world.signed.year, by=world.people[Role.EDITOR])
    archives.make(world.archive.pk)


def variants_of_archives(world):
    """The keys a stranger could try at the addresses of archives and of unmarked files."""
    code, year = world.publication.code, world.signed.year
    number = {"code": code, "year": year, "number": world.signed.slug}
    return {
        "bulletins:archive": [{"code": code}],
        "bulletins:archive_progress": [{"code": code}],
        "bulletins:archive_ask": [{"code": code, "year": year}],
        "bulletins:archive_file": [{"pk": world.archive.pk}],
        "bulletins:original": [{**number, "format": kind} for kind in ("docx", "pdf")],
    }
