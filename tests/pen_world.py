"""An article at work for the crawler: somebody in its text, a text beside it, a mark on it, its issue being checked."""

from accounts.roles import Role
from bulletins.actions import articles, issues, marks
from bulletins.actions.presence import enter
from bulletins.actions.writing import add_revision
from bulletins.marks_states import MARK_MOVES
from submissions.states import State
from tests.factories import SubmissionFactory

OWN = ("edit", "autosave", "presence", "leave", "take_over", "join", "checks", "mark", "back")


def add_pen(world, secret):
    editor, checker = world.people[Role.EDITOR], world.people[Role.CHECKER]
    item = SubmissionFactory(
        author=world.people[Role.INFORMANT],
        title=f"{secret}核对",
        body=f"{secret}数字。",
        state=State.ACCEPTED,
    )
    article = articles.draft(world.publication, [item], by=editor)
    enter(article, by=editor)
    words = {"title": f"{secret}另存", "body": f"{secret}另存。", "note": f"{secret}按语"}
    add_revision(article, editor, words, is_side=True)
    articles.move(article, "finish", by=editor)
    issue = issues.open_issue(world.publication, by=editor, tag=f"{secret}核对")
    issues.place(issue, article, by=editor)
    world.checked_issue = issues.move(issue, "submit", by=editor)
    world.mark = marks.mark(article, by=checker, passage=secret, note=f"{secret}请核")
    world.marked, world.marked_item = article, item


def variants_of_pen(world):
    """The keys a stranger could try at the addresses of editing together."""
    both = [{"pk": world.article.pk}, {"pk": world.marked.pk}]
    return {
        **{f"bulletins:article_{name}": both for name in OWN},
        "bulletins:article_return": [{"pk": world.marked.pk, "item": world.marked_item.pk}],
        "bulletins:mark_move": [
            {"pk": world.mark.pk, "verb": verb} for verb, move in MARK_MOVES.items() if move.button
        ],
        "bulletins:article_marks": [{"pk": world.checked_issue.pk}],
        "bulletins:marks_pass": [{"pk": world.checked_issue.pk}],
    }
