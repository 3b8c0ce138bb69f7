"""What an office sends up and enters late, for the crawler's world."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.roles import Role
from bulletins.actions import articles, upward, upward_sending
from bulletins.models import LateTable
from bulletins.upward_states import UPWARD_MOVES
from tests.factories import SubmissionFactory

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF"


def add_upward(world, secret):
    """A report outside the house with its scan, and a table that was loaded."""
    editor, approver = world.people[Role.EDITOR], world.people[Role.APPROVER]
    item = SubmissionFactory(
        author=world.people[Role.INFORMANT], title=f"{secret}上报", body=f"{secret}上报", state="accepted"
    )
    article = articles.draft(world.publication, [item], by=editor)
    articles.move(article, "finish", by=editor)
    report = upward.draft(article, by=editor, recipient=f"{secret}载体")
    report = upward.move(report, "submit", by=editor)
    report = upward_sending.sign(report, by=approver, reviewed=True)
    scan = SimpleUploadedFile(f"{secret}.pdf", PDF)
    world.upward = upward_sending.send(report, by=editor, channel=f"{secret}方式", file=scan)
    world.late_table = LateTable.objects.create(
        office=world.office,
        by=editor,
        name=f"{secret}.xlsx",
        sha256="0" * 64,
        rows=[],
        loaded_at=timezone.now(),
    )


def variants_of_upward(world):
    """The keys a stranger could try at the addresses of reports and late tables."""
    report, table = [{"pk": world.upward.pk}], [{"pk": world.late_table.pk}]
    return {
        **{f"bulletins:{name}": report for name in ("upward_report", "upward_edit", "upward_file")},
        "bulletins:upward_move": [{"pk": world.upward.pk, "verb": verb} for verb in UPWARD_MOVES],
        "bulletins:article_upward": [{"pk": world.upward.article_id}],
        "bulletins:issue_upward": [{"pk": world.signed.pk}, {"pk": world.issue.pk}],
        **{f"bulletins:{name}": table for name in ("late_table", "late_undo")},
    }
