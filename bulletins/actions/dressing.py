"""The dress of an article: taken over from its sources, kept the same as its words, over their pictures only."""

from django.db.models import Q

from submissions.models import Attachment
from submissions.models.attachments import WAS_SIGNED
from submissions.rich import clean, dress, markup_of, pictures_in, text_of, worn


def dressed(article, words):
    """Words whose `body` and `rich` say the same; whoever gives `body` alone typed without an editor."""
    if not words.get("rich"):
        html = dress(words["body"], article.rich)
        return words | {"rich": html, "body": text_of(html) if html else words["body"]}
    html = clean(words["rich"], pictures_for(article))
    return words | {"body": text_of(html), "rich": worn(html)}


def pictures_for(article):
    """What it shows already, and what its sources showed when their units signed."""
    sources = Q(submission__in=article.submissions.all()) & WAS_SIGNED
    found = set(Attachment.objects.filter(sources).images().values_list("pk", flat=True))
    return found | {picture.attachment for picture in pictures_in(article.rich)}


def joined(*texts):
    """The words of several texts one after the other, in the dress they wear."""
    if not any(text.rich for text in texts):
        return {"body": "\n".join(text.body for text in texts), "rich": ""}
    html = "".join(markup_of(text.body, text.rich) for text in texts)
    return {"body": text_of(html), "rich": worn(html)}
