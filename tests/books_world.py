"""A discarded draft of a rule book and every page of its editor, for the crawler's world."""

from django.utils import timezone

from accounts.roles import Role
from scoring.books import example_text
from scoring.models import Book
from scoring.sections import BY_SLUG


def add_books(world, secret):
    scorer = world.people[Role.SCORER]
    world.discarded_book = Book.objects.create(
        office=world.office,
        name=f"{secret}旧稿",
        version=1,
        since=timezone.localdate(),
        source=example_text("r1"),
        made_by=scorer,
        discarded_at=timezone.now(),
        discarded_by=scorer,
    )


def variants_of_books(world):
    """The keys a stranger could try at the addresses of rule books."""
    books = [world.book, world.draft_book, world.discarded_book]
    return {
        "scoring:book": [{"pk": book.pk} for book in books],
        "scoring:book_section": [{"pk": book.pk, "slug": slug} for book in books[1:] for slug in BY_SLUG],
        "scoring:book_example": [{"example": "r1"}],
    }
