"""The wordings of an article side by side: what came in, what was made of it, what was saved too late."""

from dataclasses import dataclass

from django.utils import timezone

from bulletins.redline import redline, rewritten
from submissions.diff import difference

NOW = "now"


@dataclass(frozen=True)
class Wording:
    """One text under the name by which a comparison calls it."""

    label: str
    title: str
    byline: str
    body: str


def wordings_of(article):
    """Sources first (s…), then revisions (r…), then what stands now, by the key of the address.

    What its unit withdrew after the article was dropped is no longer the office's to read.
    """
    texts = {}
    for source in article.sources.filter(submission__filed__isnull=False).select_related(
        "submission__filed", "submission__unit"
    ):
        item = source.submission
        words = item.filed
        texts[f"s{item.pk}"] = Wording(
            f"来稿·{item.unit}《{words.title}》", words.title, item.unit.name, words.body
        )
    for each in article.revisions.select_related("by"):
        at = timezone.localtime(each.at)
        label = f"第{each.number}版·{each.by} {at:%m-%d %H:%M}{'（未并入）' if each.is_side else ''}"
        texts[f"r{each.number}"] = Wording(label, each.title, each.byline, each.body)
    return texts | {NOW: Wording("现稿", article.title, article.byline, article.body)}


def compared(old, new):
    """What leads from one wording to the other: title, byline and the paragraphs of the body."""
    title, byline = difference(old.title, new.title), difference(old.byline, new.byline)
    return {
        "title": title,
        "before_title": [run for run in title if run.kind != "ins"],
        "after_title": [run for run in title if run.kind != "del"],
        "byline": byline,
        "rows": redline(old.body, new.body),
    }


def rewritten_share(article):
    """How many hundredths of the text are not its sources' words: what the tick 改写过半 goes by."""
    filed = [source.submission.filed for source in article.sources.select_related("submission__filed")]
    return rewritten(redline("\n".join(text.body for text in filed if text), article.body))
