"""What the search finds of articles and of signed issues; indexed with the act that makes the words."""

from bulletins.models import Article, Issue
from submissions.actions.indexing import note_texts, rebuild
from submissions.models import Text

ARTICLE, ISSUE = "article", "issue"


def article_text(article):
    return Text.made_of(ARTICLE, article.pk, article.saved_at, article.title, article.byline, article.body)


def issue_text(issue):
    """The words as they were printed, under the name the issue goes by."""
    return Text.made_of(ISSUE, issue.pk, issue.signed_at, str(issue), issue.tag, *issue.printed_lines)


def note_article(article):
    note_texts([article_text(article)])


def note_issue(issue):
    note_texts([issue_text(issue)])


def rebuild_articles():
    return rebuild(Article.objects.all(), lambda article: [article_text(article)], (ARTICLE,))


def rebuild_issues():
    """An issue in work is found by its articles; its own words are born at signature."""
    issues = Issue.objects.select_related("publication")
    return rebuild(issues, lambda issue: [issue_text(issue)] if issue.paper else [], (ISSUE,))
