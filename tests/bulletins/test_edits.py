"""编辑怎样改了我的稿: a unit reads what became of its own words, and never another unit's filed text."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from bulletins.actions import articles, issues, readers, signing
from bulletins.models import Scope
from bulletins.printed import is_sole, marked
from submissions.models import JointUnit
from tests.bulletins import chain
from tests.bulletins.conftest import words
from tests.factories import SubmissionFactory, UnitFactory, UserFactory
from tests.pictures import show_picture

pytestmark = pytest.mark.django_db
OWN = "本街道建成暖心驿站十二处，服务户外劳动者五千人次。"
THEIRS = "邻街道为快递员办理互助保障三百份，垫付资金二十万元。"
SECRET = "尚未公开的欠薪线索涉及邻街道某物流公司。"


def neighbour(office):
    """Another unit, with an item part of which is not printed."""
    unit = UnitFactory(parent=office.unit, name="邻街道")
    author = UserFactory(home=unit, role=Role.INFORMANT)
    return SubmissionFactory(author=author, state="accepted", title="邻街道的题", body=f"{THEIRS}\n{SECRET}")


def narrow(office):
    """From now on the bulletin reaches nobody below the office."""
    readers.add(office.publication, by=office.editor, person=office.leader)
    readers.set_scope(office.publication, Scope.LISTED, by=office.editor)


def edits(client, item, **query):
    return client.get(reverse("bulletins:edits", args=[item.pk]), query)


def sign(office, article):
    return office.signed(articles.move(article, "finish", by=office.editor))


def composite(office, *, reaches=True):
    """A signed composite of the town's item and a neighbour's, of whose text the editor left a line out."""
    item, theirs = office.item(body=OWN, title="本街道的题"), neighbour(office)
    article = office.article(item, theirs, title="综合的题", body=f"{OWN}\n{THEIRS}")
    if not reaches:
        narrow(office)
    return item, theirs, sign(office, article)


# ---- nothing before signature


def test_unsigned_work_stays_in_the_workshop(office, as_user):
    item = office.item(title="来稿的题", body=OWN)
    article = office.article(item)
    articles.write(article, by=office.editor, base=1, **words(title="编辑中的题", body="编辑中的文字。"))
    article.refresh_from_db()
    seen = [edits(as_user(office.informant), item).text]
    issue = office.issue(articles.move(article, "finish", by=office.editor))
    issue = issues.move(issues.move(issue, "submit", by=office.editor), "check", by=office.checker)
    seen.append(edits(as_user(office.informant), item).text)

    assert [("编辑中" in page, "还没有刊发" in page) for page in seen] == [(False, True)] * 2
    signing.sign(issue, by=office.approver)
    assert "编辑中的文字。" in edits(as_user(office.informant), item).text


def test_what_was_void_is_not_shown(office, as_user):
    item = office.item()
    issue = office.signed(office.article(item, ready=True, body="作废的文字。"))
    signing.void(issue, by=office.approver, reason="印错")

    assert "作废的文字。" not in edits(as_user(office.informant), item).text


def test_drafts_of_the_editors_are_never_shown(office, as_user):
    item = office.item(body=OWN)
    article = office.article(item)
    articles.write(article, by=office.editor, base=1, **words(title="初改", body="不该看到的初改。"))
    articles.write(article, by=office.editor, base=2, **words(title="定稿", body=OWN))
    article.refresh_from_db()
    sign(office, article)

    page = edits(as_user(office.informant), item).text

    assert ("不该看到" in page, "初改" in page, "定稿" in page) == (False, False, True)


# ---- the sole source


def test_the_author_and_the_unit_see_what_was_changed(office, as_user):
    item = office.item(title="建成驿站", body=OWN)
    article = office.article(item)
    body = OWN.replace("十二", "二十")
    articles.write(article, by=office.editor, base=1, **words(title="建成暖心驿站", body=body))
    article.refresh_from_db()
    sign(office, article)

    for user in (office.informant, office.reviewer, office.editor):
        page = edits(as_user(user), item).text
        assert "建成<ins>暖心</ins>驿站" in page
        assert "驿站<del>十二</del><ins>二十</ins>处" in page


def test_it_is_read_side_by_side_too(office, as_user):
    item = office.item(body=OWN)
    sign(office, office.article(item, body=OWN.replace("十二", "二十")))

    page = edits(as_user(office.informant), item, view="split").text

    assert "<td>本街道建成暖心驿站<del>十二</del>处" in page
    assert "<td>本街道建成暖心驿站<ins>二十</ins>处" in page


def test_the_items_page_fetches_a_line_for_each_printing(office, as_user, client):
    item = office.item(body=OWN)
    issue = sign(office, office.article(item, body=OWN.replace("十二", "二十")))
    client = as_user(office.informant)

    page = client.get(reverse("submissions:detail", args=[item.pk])).text
    part = client.get(reverse("bulletins:edits", args=[item.pk]), headers={"HX-Request": "true"}).text

    assert reverse("bulletins:edits", args=[item.pk]) in page
    assert (str(issue) in part, "约 8% 的文字是编辑改写的" in part, "<html" in part) == (True, True, False)


def test_a_partner_unit_reads_it_and_a_neighbour_does_not(office, as_user):
    item = office.item(body=OWN)
    partner = UserFactory(home=UnitFactory(parent=office.unit), role=Role.INFORMANT)
    JointUnit.objects.create(submission=item, unit=partner.home, position=1)
    sign(office, office.article(item, body="印出的文字。"))

    assert "印出的文字。" in edits(as_user(partner), item).text
    for stranger in (neighbour(office).author, office.leader):
        assert edits(as_user(stranger), item).status_code == 404


def test_a_sole_source_reads_its_printing_even_if_the_issue_does_not_reach_it(office, as_user):
    item = office.item(body=OWN)
    narrow(office)
    issue = sign(office, office.article(item, body="印出的文字。"))
    client = as_user(office.informant)

    assert client.get(issue.number_url).status_code == 404
    page = edits(client, item).text
    assert ("印出的文字。" in page, issue.number_url in page) == (True, False)


def test_a_picture_that_stayed_is_not_shown_as_changed(office, as_user):
    item = office.item(body="甲。")
    show_picture(item, "图一", before="<p>甲。</p>")
    item.refresh_from_db()
    sign(office, office.article(item))

    page = edits(as_user(office.informant), item).text

    assert ("正文照原文刊发。" in page, "［图：图一］" in page) == (True, True)


# ---- composites


def test_of_a_composite_that_reached_them_a_unit_sees_the_printed_text_with_its_own_marked(office, as_user):
    item, _, _ = composite(office)

    page = edits(as_user(office.informant), item).text

    assert f'<mark class="own">{OWN}</mark>' in page
    assert THEIRS in page
    assert SECRET not in page
    assert "邻街道的题" not in page


def test_of_a_composite_that_did_not_reach_them_a_unit_sees_only_its_own_words(office, as_user):
    item, theirs, _ = composite(office, reaches=False)

    for user in (office.informant, office.reviewer):
        page = edits(as_user(user), item).text
        assert f'<mark class="own">{OWN}</mark>' in page
        for words_of_others in (THEIRS, SECRET, "邻街道", "综合的题"):
            assert words_of_others not in page
    page = edits(as_user(theirs.author), theirs).text
    assert (OWN in page, "本街道" in page, THEIRS in page) == (False, False, True)


@pytest.mark.parametrize("pull", [True, False])
def test_after_an_unmerge_the_rest_is_still_not_read_as_ones_own(office, as_user, pull):
    item, theirs = office.item(body=OWN), neighbour(office)
    article = office.article(item, title="合编的题")
    articles.merge(article, theirs, by=office.editor)
    articles.unmerge(article, theirs, by=office.editor, pull=pull)
    narrow(office)
    article.refresh_from_db()
    issue = sign(office, article)

    page = edits(as_user(office.informant), item).text

    assert not is_sole(issue, article, item)
    assert [text in page for text in (OWN, THEIRS, SECRET)] == [True, False, False]


def test_the_source_that_was_taken_out_learns_nothing_of_the_article(office, as_user):
    item, theirs = office.item(body=OWN), neighbour(office)
    article = office.article(item)
    articles.merge(article, theirs, by=office.editor)
    articles.unmerge(article, theirs, by=office.editor)
    article.refresh_from_db()
    sign(office, article)

    page = edits(as_user(theirs.author), theirs).text

    assert (OWN in page, "还没有刊发" in page) == (False, True)


# ---- marking


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("甲。", "乙。", [[("甲。", False)]]),
        (f"前{OWN}后", OWN, [[("前", False), (OWN, True), ("后", False)]]),
        (f"{OWN}\n{THEIRS}", THEIRS, [[(OWN, False)], [(THEIRS, True)]]),
        (f"{OWN}\n{THEIRS}", f"{OWN}\n{THEIRS}", [[(OWN, True)], [(THEIRS, True)]]),
        ("", OWN, []),
    ],
)
def test_the_common_stretches_are_marked_paragraph_by_paragraph(text, other, expected):
    found = [[(piece.text, piece.same) for piece in paragraph] for paragraph in marked(text, other)]

    assert found == expected


def test_the_page_costs_the_same_for_one_and_for_many_sources(office, as_user, django_assert_max_num_queries):
    item, _, _ = composite(office)
    client = as_user(office.informant)
    edits(client, item)

    with django_assert_max_num_queries(18):
        edits(client, item)


# ---- printed by an office further up


def test_what_the_city_printed_is_read_in_the_town_as_far_as_it_is_the_towns(as_user, db):
    house = chain.build()
    item = house.county.item(title="镇里的题", body=OWN)
    theirs = chain.from_other(house, title="邻镇的题", body=f"{THEIRS}\n{SECRET}")
    report = chain.sent(house.county, house.city, item, theirs)
    issue = chain.printed(report, house.city, body=f"{OWN}\n{THEIRS}")

    for reader in (item, theirs):
        page = edits(as_user(reader.author), reader).text
        assert "上级刊物据收稿单位的上报稿刊发" in page
        assert (OWN in page, THEIRS in page) == ((True, False) if reader == item else (False, True))
        assert ("邻镇的题" in page, "镇里的题" in page) == (reader == theirs, reader == item)
    letter = issue.adoptions.get(follows=None).submission
    assert is_sole(issue, issue.placements.get().article, letter)
    assert THEIRS in edits(as_user(house.county.editor), letter).text
