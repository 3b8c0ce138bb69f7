"""What the search finds of articles and of signed issues; indexed with the act that makes the words."""

from bulletins.models import Article, Issue, Publication
from submissions.actions.indexing import Source, note_texts
from submissions.models import Text
from submissions.models.texts import DESK, READERS

ARTICLE, ISSUE = "article", "issue"


def article_text(article):
    parts = [article.title, article.byline, article.body]
    return Text.made_of(
        ARTICLE, article.pk, article.saved_at, parts, [DESK.format(article.publication.office_id)]
    )


def issue_text(issue):
    """The words as they were printed, under the name the issue goes by."""
    office = issue.publication.office_id
    parts = [str(issue), issue.tag, *issue.printed_lines]
    return Text.made_of(
        ISSUE, issue.pk, issue.signed_at, parts, [DESK.format(office), READERS.format(office)]
    )


def places_by_list(user):
    """Besides where a person's posts are: the offices whose publications name them on a list of readers."""
    found = Publication.objects.on_the_list_of(user).values_list("office", flat=True).distinct()
    return [READERS.format(office) for office in found]


def note_article(article):
    note_texts([article_text(article)])


def note_issue(issue):
    note_texts([issue_text(issue)])


def bulletin_sources():
    """An issue in work is found by its articles; its own words are born at signature."""
    articles = Article.objects.select_related("publication")
    issues = Issue.objects.printed().select_related("publication")
    return [
        Source(ARTICLE, articles, "saved_at", article_text),
        Source(ISSUE, issues, "signed_at", issue_text),
    ]
