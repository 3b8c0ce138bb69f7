"""What was printed of an article, from the frozen paper; and which of its words were the unit's own. No writes."""

import hashlib
import json
from dataclasses import dataclass

from bulletins.models import Adoption
from bulletins.paper import Piece
from bulletins.redline import redline, rewritten
from bulletins.states import IssueState
from submissions.diff import difference
from submissions.parts import Picture
from submissions.passages import common_runs


@dataclass(frozen=True)
class Stretch:
    """A stretch of text, marked where it is the same in both."""

    text: str
    same: bool = False


def place_of(issue, article):
    """Where an article stands in the frozen paper, counted from 0; None if it does not."""
    order = list(issue.placements.order_by("position").values_list("article_id", flat=True))
    return order.index(article.pk) if article.pk in order else None


def piece_at(issue, place):
    return Piece.from_dict(issue.paper["pieces"][place])


def sha256_of(issue, place):
    """The hash of one frozen piece, so that a copy can be held against it."""
    text = json.dumps(issue.paper["pieces"][place], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(piece):
    """The plain words, one line a paragraph, as the filed text has them: pictures by their captions too."""
    return "\n".join(line for block in piece.blocks for line in lines_in(block))


def lines_in(block):
    """A picture speaks as in the filed text, so that it does not count as changed."""
    return Picture(block.attachment, block.caption).lines if block.kind == "picture" else block.lines


def is_sole(issue, article, item):
    """Is nobody else's text in the article: neither adopted with it, nor merged once and taken out again?"""
    others = Adoption.objects.filter(issue=issue, article=article, follows=None).exclude(submission=item)
    return not others.exists() and not article.former_sources.exclude(submission=item).exists()


def changes(filed, piece):
    """What leads from the filed text to the printed one."""
    title = difference(filed.title, piece.title)
    rows = redline(filed.body, text_of(piece))
    return {
        "title": title,
        "before_title": [run for run in title if run.kind != "ins"],
        "after_title": [run for run in title if run.kind != "del"],
        "rows": rows,
        "rewritten": rewritten(rows),
    }


def marked(text, other):
    """The paragraphs of a text with the stretches that the other one has too."""
    paragraphs, place = [[]], 0
    ends = [(run.mine, run.mine + run.length) for run in common_runs(text, other)]
    for start, stop in [*ends, (len(text), len(text))]:
        for piece, same in ((text[place:start], False), (text[start:stop], True)):
            for number, part in enumerate(piece.split("\n")):
                if number:
                    paragraphs.append([])
                if part:
                    paragraphs[-1].append(Stretch(part, same))
        place = stop
    return [paragraph for paragraph in paragraphs if paragraph]


class Printing:
    """One printing of an item, as far as a reader of the item may see it.

    A text that others have a part in is read where the issue is read; else only the reader's own words are
    shown, with what of them was kept.
    """

    def __init__(self, adoption, item, *, reached):
        self.adoption, self.issue, self.reached = adoption, adoption.issue, reached
        place = place_of(adoption.issue, adoption.article)
        self.piece = piece_at(adoption.issue, place)
        self.sole = not self.carried and is_sole(adoption.issue, adoption.article, item)
        if self.sole:
            self.changes = changes(item.filed, self.piece)
        elif reached:
            self.marked = marked(text_of(self.piece), item.filed.body)
        else:
            self.marked = marked(item.filed.body, text_of(self.piece))

    @property
    def carried(self):
        """Printed above, from what an office between had made of the item."""
        return self.adoption.follows_id is not None


def printings_of(item, issues):
    """The printings that stand, newest first; `issues` are those the reader may read."""
    rows = item.adoptions.standing().filter(issue__state=IssueState.SIGNED)
    rows = list(rows.select_related("issue__publication", "article").order_by("-on", "-pk"))
    readable = set(issues.filter(pk__in=[row.issue_id for row in rows]).values_list("pk", flat=True))
    return [Printing(row, item, reached=row.issue_id in readable) for row in rows]
