"""The wordings of an article side by side: what came in, what was made of it, what was saved too late."""

from dataclasses import dataclass

from django.utils import timezone

from submissions.diff import difference, paragraphs

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
    """The runs of title, byline and body that lead from one wording to the other."""
    return {
        "title": difference(old.title, new.title),
        "byline": difference(old.byline, new.byline),
        "body": paragraphs(difference(old.body, new.body)),
    }
