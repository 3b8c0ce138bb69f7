"""How long a used text is, where a rule book pays by words or by pictures."""

from submissions.rich import pictures_in

PRINTED = ("pk", "article_id", "article__body", "article__rich")
FILED = ("submission__filed__body", "submission__filed__rich")


def lengths_of(adoptions):
    """(words, pictures) of each adoption: of the printed text, or of the filed one where it was printed above."""
    rows = adoptions.order_by().values_list(*PRINTED, *FILED)
    return {
        pk: measured(body, rich) if article else measured(filed, dress)
        for pk, article, body, rich, filed, dress in rows.iterator(chunk_size=500)
    }


def measured(body, rich):
    return len("".join((body or "").split())), len(pictures_in(rich or ""))
