"""Bold, tables and pictures from the filed text to the article: kept, followed by the words, never over others' pictures."""

import pytest
from django.urls import reverse

from bulletins.actions import articles
from bulletins.actions.articles import Newer
from submissions.rich import pictures_in, text_of
from tests.bulletins.conftest import words
from tests.pictures import show_picture

pytestmark = pytest.mark.django_db

BOLD = "<p>第一段<strong>要紧</strong>。</p>"
TABLE = "<table><tbody><tr><td><p>甲</p></td><td><p>乙</p></td></tr></tbody></table>"


def dressed_item(office, **fields):
    item = office.item(**fields)
    return item, show_picture(item, "图一", before=BOLD, after=TABLE)


def fresh(article):
    article.refresh_from_db()
    return article


def test_an_article_takes_over_the_dress_of_its_source(office):
    item, picture = dressed_item(office)

    article = fresh(office.article(item))

    assert (article.rich, article.body) == (item.filed.rich, "第一段要紧。\n［图：图一］\n甲\t乙")
    assert [each.attachment for each in pictures_in(article.rich)] == [picture.pk]
    assert article.revisions.get().rich == article.rich


def test_several_sources_stand_one_after_the_other(office):
    item, _ = dressed_item(office)

    article = fresh(office.article(office.item(body="素净的来稿。"), item))

    assert article.rich == f"<p>素净的来稿。</p>{item.filed.rich}"
    assert article.body == text_of(article.rich)


def test_plain_sources_make_a_plain_article(office):
    article = fresh(office.article(office.item(body="甲。"), office.item(body="乙。")))

    assert (article.body, article.rich) == ("甲。\n乙。", "")


def test_merging_appends_the_dress_too(office):
    item, _ = dressed_item(office)
    article = office.article(office.item(body="甲。"))

    article = fresh(articles.merge(article, item, by=office.editor))

    assert article.rich == f"<p>甲。</p>{item.filed.rich}"
    assert article.body == text_of(article.rich)


def test_typing_without_an_editor_keeps_the_dress_of_what_stayed(office):
    article = office.article(dressed_item(office)[0])
    body = article.body.replace("第一段要紧。", "改过的第一段。")

    article = fresh(articles.write(article, by=office.editor, base=1, **words(body=body)))

    assert article.body == body == text_of(article.rich)
    assert "<strong>" not in article.rich
    assert pictures_in(article.rich)
    assert TABLE in article.rich


def test_what_an_editor_sends_is_cleaned_and_the_words_follow(office):
    article = office.article(dressed_item(office)[0])
    html = f'{BOLD}<script>alert(1)</script><p onclick="x()">第二段。</p>'

    article = fresh(articles.write(article, by=office.editor, base=1, **words(rich=html, body="别的")))

    assert (article.rich, article.body) == (f"{BOLD}<p>第二段。</p>", "第一段要紧。\n第二段。")


def test_only_the_pictures_of_its_own_sources_are_shown(office, elsewhere):
    article = office.article(dressed_item(office)[0])
    foreign = show_picture(elsewhere.item(), "别处的图")
    html = f'{article.rich}<figure><img src="/submissions/pictures/{foreign.pk}/"><figcaption>偷</figcaption></figure>'

    article = fresh(articles.write(article, by=office.editor, base=1, **words(rich=html)))

    assert foreign.pk not in {each.attachment for each in pictures_in(article.rich)}
    assert article.body.endswith("\n偷")


def test_a_picture_stays_when_its_item_is_taken_out_again(office):
    item, picture = dressed_item(office)
    article = office.article(office.item(body="甲。"), item)
    articles.unmerge(article, item, by=office.editor)
    article = fresh(article)

    article = fresh(
        articles.write(
            article, by=office.editor, base=article.version, **words(rich=f"{article.rich}<p>完。</p>")
        )
    )

    assert [each.attachment for each in pictures_in(article.rich)] == [picture.pk]


def test_a_dressed_wording_that_came_too_late_is_kept_with_its_dress(office):
    article = office.article()
    articles.write(article, by=office.editor, base=1, **words(body="先存。"))

    with pytest.raises(Newer):
        articles.write(article, by=office.editor, base=1, **words(rich=BOLD))

    side = article.revisions.get(is_side=True)
    assert (side.rich, side.body) == (BOLD, "第一段要紧。")


def test_the_same_dress_saved_twice_makes_no_new_wording(office):
    article = office.article(dressed_item(office)[0])
    same = {"title": article.title, "byline": article.byline, "use": article.use, "body": article.body}

    articles.write(article, by=office.editor, base=1, rich=article.rich, **same)
    articles.write(article, by=office.editor, base=1, **same)

    assert article.revisions.count() == 1


def test_the_editor_starts_from_the_dress_and_saves_it(office, as_user):
    article = office.article(dressed_item(office)[0])
    client, url = as_user(office.editor), reverse("bulletins:article_edit", args=[article.pk])
    form = client.get(url).context["form"]

    data = words(rich=f"{BOLD}{TABLE}") | {"base": 1, "writer": form.initial["writer"]}
    client.post(url, data)

    assert form.fields["rich"].widget.attrs["data-start"] == article.rich
    assert fresh(article).rich == f"{BOLD}{TABLE}"


def test_the_article_page_shows_what_will_be_printed(office, as_user):
    item, picture = dressed_item(office)
    article = office.article(item)

    page = as_user(office.editor).get(article.get_absolute_url()).content.decode()

    assert page.count(f'src="{reverse("submissions:picture", args=[picture.pk])}"') == 2  # article and source
    assert page.count("<b>要紧</b>") == 2
    assert page.count("<figcaption>图一</figcaption>") == 2
