"""One search over items, articles and issues: exact, in step with the words, and blind to what one may not read."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from bulletins.actions import articles, issues, signing
from infohub.searching import Asked, found, readable
from submissions import actions
from submissions.actions.indexing import note_signed
from submissions.actions.partners import note_partners
from submissions.models import Text
from submissions.states import State
from tests.factories import PostFactory, PublicationFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.world import SECRET, accepted, office_with_people, secret_office, signed_issue

pytestmark = pytest.mark.django_db

CORPUS = {
    "清凉": ("区总工会开展送清凉活动", "为一线职工发放防暑用品。高温慰问覆盖38个工地。"),
    "热线": ("12351热线受理量上升", "拨打12351热线的职工增加，电话咨询 G20 安保补贴。"),
    "空格": ("热线电话 12351 改版", "工作人员：王芳、李二〇。"),
    "标准": ("贯彻GB/T 9704—2012", "按ＧＢ/Ｔ　９７０４排版公文，A4纸双面印制。"),
    "约稿": ("关于新业态劳动者的约稿", "围绕快递员、外卖骑手撰写，“会、站、家”一体化。"),
    "会议": ("全体职工，会议精神传达", "广大职工；会员均已到会。"),
    "代会": ("职代会制度落实情况", "职工代表大会每年召开一次，工会主席报告工作。"),
    "英文": ("Smart Union 平台上线", "职工可用App报名，二〇二六年全区推广。"),
    "长词": ("工会的会员与约会会长", "工会 会员发展。"),
    "生僻": ("𠮷野家门店建会", "镕、堃等字可用。"),
}
QUERIES = [
    ("工会", {"清凉", "代会", "长词"}),
    ("约稿", {"约稿"}),
    ("会", {"清凉", "约稿", "会议", "代会", "长词", "生僻"}),
    ("工会会员", set()),
    ("工会 会员", {"长词"}),
    ("职工代表大会", {"代会"}),
    ("职代会", {"代会"}),
    ("12351热线", {"热线"}),
    ("热线 12351", {"热线", "空格"}),
    ("１２３５１", {"热线", "空格"}),
    ("2351", set()),
    ("GB/T 9704", {"标准"}),
    ("gb/t9704", {"标准"}),
    ("9704-2012", {"标准"}),
    ("A4纸", {"标准"}),
    ("g20", {"热线"}),
    ("smart union", {"英文"}),
    ("mart", set()),
    ("“高温慰问”", {"清凉"}),
    ("“慰问高温”", set()),
    ("慰问 高温", {"清凉"}),
    ("「职工，会议」", {"会议"}),
    ("工，会", {"清凉", "会议", "代会", "长词"}),
    ("二〇二六", {"英文"}),
    ("李二〇", {"空格"}),
    ("𠮷野", {"生僻"}),
    ("堃", {"生僻"}),
    ("快递员、外卖骑手", {"约稿"}),
    ("站", {"约稿"}),
    ("%", set()),
    ("_", set()),
    ("' OR 1=1 --", set()),
    ('"', set()),
    ("工会*", {"清凉", "代会", "长词"}),
    ("NOT 工会", set()),
    ("工会 & !约稿", set()),
]


@pytest.fixture
def office():
    return office_with_people("柳林区总工会")


@pytest.fixture
def corpus(office):
    author = office.people[Role.INFORMANT]
    return {
        SubmissionFactory(author=author, title=title, body=body, state=State.SUBMITTED).pk: name
        for name, (title, body) in CORPUS.items()
    }


def answers(user, q, **filters):
    """What the search finds for a person who has just come in: kind and key of each text."""
    fresh = type(user).objects.get(pk=user.pk)
    return [(kind, thing) for kind, thing, _ in found(fresh, Asked(q=q, **filters))]


def things(user, q, **filters):
    return {thing for _, thing in answers(user, q, **filters)}


@pytest.mark.parametrize(("query", "expected"), QUERIES)
@pytest.mark.parametrize("role", [Role.EDITOR, Role.INFORMANT])
def test_a_query_finds_exactly_the_texts_in_which_it_stands(office, corpus, query, expected, role):
    assert {corpus[thing] for thing in things(office.people[role], query)} == expected


def test_a_text_is_found_by_its_newest_words_only(office):
    author = office.people[Role.INFORMANT]
    item = actions.begin(by=author, unit=office.unit, title="关于约稿的说明", body="原来的文字。")

    actions.write(item, by=author, base=item.version, title="关于约稿的说明", body="后来的清凉。")

    assert things(author, "原来") == set()
    assert things(author, "清凉") == things(author, "约稿") == {item.pk}


def sent(office, title, body="正文。"):
    author = office.people[Role.INFORMANT]
    item = actions.begin(by=author, unit=office.unit, title=title, body=body, event_date=timezone.localdate())
    return actions.move(item, "send", by=author)


def test_the_office_finds_an_item_from_its_signature_to_its_withdrawal(office):
    editor, reviewer = office.people[Role.EDITOR], office.people[Role.REVIEWER]
    item = sent(office, "清凉一夏")
    before = things(editor, "清凉")
    actions.sign(item, by=reviewer, reviewed=True)
    filed = answers(editor, "清凉")
    actions.move(item, "withdraw", by=item.author)

    assert (before, filed, things(editor, "清凉")) == (set(), [("filed", item.pk)], set())
    assert answers(item.author, "清凉") == [("working", item.pk)]


def test_the_office_does_not_find_what_the_unit_goes_on_writing(office):
    editor, author = office.people[Role.EDITOR], office.people[Role.INFORMANT]
    item = sent(office, "清凉一夏", "已报的文字。")
    actions.sign(item, by=office.people[Role.REVIEWER], reviewed=True)
    item = actions.move(item, "return", by=editor, reason="要素不全")
    actions.write(item, by=author, base=item.version, title=f"{SECRET}一夏", body=f"{SECRET}未报。")

    assert (things(editor, SECRET), things(editor, "未报")) == (set(), set())
    assert things(editor, "清凉") == things(author, SECRET) == {item.pk}
    assert things(author, "清凉") == set()


def test_a_draft_is_found_by_its_author_alone_until_it_is_sent(office):
    author, reviewer = office.people[Role.INFORMANT], office.people[Role.REVIEWER]
    item = actions.begin(by=author, unit=office.unit, title="清凉一夏", body="正文。")
    alone = [things(person, "清凉") for person in (author, reviewer)]
    actions.move(actions.write(item, by=author, base=1, event_date=timezone.localdate()), "send", by=author)

    assert alone == [{item.pk}, set()]
    assert things(reviewer, "清凉") == {item.pk}


def test_an_editor_who_also_works_in_the_unit_finds_an_item_once(office):
    item = SubmissionFactory(
        author=office.people[Role.INFORMANT], title="清凉一夏", body="正文。", state=State.SUBMITTED
    )
    editor = office.people[Role.EDITOR]
    PostFactory(user=editor, role=Role.REVIEWER, unit=office.unit)

    assert answers(editor, "清凉") == [("working", item.pk)]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("q", [SECRET, SECRET[:2], SECRET[0], f"“{SECRET}”"])
def test_a_stranger_finds_nothing_of_another_office(client, role, q):
    secret_office()
    client.force_login(office_with_people("柳林区总工会").people[role])

    page = client.get(reverse("search"), {"q": q})

    assert (page.context["page"].paginator.count, page.context["hits"]) == (0, [])
    assert (
        SECRET not in page.content.decode().replace(f"“{q}”", "").replace(f'value="{q}"', "") or q == SECRET
    )


def test_each_reader_finds_the_layers_that_are_theirs():
    world = secret_office()
    kinds = {role: {kind for kind, _ in answers(world.people[role], SECRET)} for role in Role}

    assert kinds == {
        Role.INFORMANT: {"working", "issue"},
        Role.REVIEWER: {"working", "issue"},
        Role.EDITOR: {"filed", "article", "issue"},
        Role.CHECKER: {"filed", "article", "issue"},
        Role.APPROVER: {"filed", "article", "issue"},
        Role.SCORER: {"filed", "article", "issue"},
        Role.LEADER: {"issue"},
        Role.SYSADMIN: set(),
        Role.SECADMIN: set(),
        Role.AUDITOR: set(),
    }


@pytest.mark.parametrize("role", Role)
def test_the_places_in_the_index_leave_out_nothing_that_may_be_read(role):
    world = secret_office()
    partner = office_with_people("柳林区总工会")
    joint = accepted(world, f"{SECRET}联合")
    note_partners_of(joint, UnitFactory(parent=world.office))
    reader = world.people[role]
    PostFactory(user=reader, role=Role.LEADER, unit=partner.office)
    texts = Text.objects.of(readable(type(reader).objects.get(pk=reader.pk), Asked()))

    by_reading = {(text.kind, text.thing) for text in texts.defer("tokens") if SECRET in text.folded}

    assert set(answers(reader, SECRET)) == by_reading


def note_partners_of(item, *units):
    """As the signature of a joint filing writes them down."""
    item.filed.partners = [unit.pk for unit in units]
    item.filed.save()
    note_partners(item)
    note_signed(item)


def test_a_partner_finds_what_was_signed_in_its_name_until_it_is_withdrawn(office):
    partner = UserFactory(home=UnitFactory(parent=office.office), role=Role.INFORMANT)
    item = SubmissionFactory(
        author=office.people[Role.INFORMANT], title="清凉", body="正文", state=State.SUBMITTED
    )
    before = answers(partner, "清凉")
    note_partners_of(item, partner.home)
    joint = answers(partner, "清凉")
    actions.move(item, "withdraw", by=item.author)

    assert (before, joint, answers(partner, "清凉")) == ([], [("filed", item.pk)], [])


def test_an_article_is_found_as_the_office_words_it(office):
    editor = office.people[Role.EDITOR]
    publication = PublicationFactory(office=office.office)
    article = articles.draft(publication, [accepted(office, "送清凉")], by=editor)
    articles.write(article, by=editor, base=1, title="编后", body="热线", byline="甲街道", use="full")
    other = articles.draft(publication, [accepted(office, "送清凉")], by=editor)

    found_of = {q: things(editor, q, what="article") for q in ("清凉", "热线", "甲街道")}

    assert found_of == {"清凉": {other.pk}, "热线": {article.pk}, "甲街道": {article.pk}}


def test_a_wording_that_came_too_late_is_not_found(office):
    editor = office.people[Role.EDITOR]
    article = articles.draft(
        PublicationFactory(office=office.office), [accepted(office, "送清凉")], by=editor
    )
    articles.write(article, by=editor, base=1, title="先存", body="先存", byline="", use="full")
    with pytest.raises(articles.Newer):
        articles.write(article, by=editor, base=1, title="迟到", body="迟到", byline="", use="full")

    assert (things(editor, "先存"), things(editor, "迟到")) == ({article.pk}, set())


def test_readers_find_an_issue_once_it_is_signed_and_not_when_it_is_void(office):
    office.publication = PublicationFactory(office=office.office, name="柳林工会信息")
    leader, editor = office.people[Role.LEADER], office.people[Role.EDITOR]
    in_work = issues.open_issue(office.publication, by=editor, tag="送清凉特刊")
    before = things(leader, "送清凉")
    issue = signed_issue(office, accepted(office, "送清凉"))
    signed = things(leader, "送清凉"), things(leader, f"{issue.label} 柳林工会信息")
    signing.void(issue, by=office.people[Role.APPROVER], reason="印错")

    assert (before, signed) == (set(), ({issue.pk}, {issue.pk}))
    assert things(leader, "送清凉") == set()
    assert things(editor, "送清凉", what="issue") == {issue.pk} != {in_work.pk}


def test_filters_narrow_by_unit_kind_state_and_day(office, corpus):
    editor, author = office.people[Role.EDITOR], office.people[Role.INFORMANT]
    other = UserFactory(home=UnitFactory(parent=office.office), role=Role.INFORMANT)
    old = timezone.now() - timezone.timedelta(days=40)
    theirs = SubmissionFactory(author=other, title="工会", kind="research", state=State.HELD)
    Text.objects.filter(kind="filed", thing=theirs.pk).update(at=old)
    long_ago = timezone.localdate(old)

    assert things(editor, "工会", unit=other.home_id) == {theirs.pk}
    assert things(editor, "工会", kind="research") == {theirs.pk}
    assert things(editor, "工会", state="item:held") == {theirs.pk}
    assert things(editor, "工会", state="article:ready") == set()
    assert things(editor, "工会", since=long_ago, until=long_ago) == {theirs.pk}
    assert theirs.pk not in things(editor, "工会", since=long_ago + timezone.timedelta(days=1))
    assert len(things(editor, "工会", unit=author.home_id)) == 3


def test_the_kind_asked_for_is_that_of_the_words_one_reads(office):
    editor, author = office.people[Role.EDITOR], office.people[Role.INFORMANT]
    item = SubmissionFactory(author=author, title="清凉", kind="dynamic", state=State.RETURNED)
    actions.write(item, by=author, base=item.version, kind="problem")

    assert things(editor, "清凉", kind="dynamic") == things(author, "清凉", kind="problem") == {item.pk}
    assert things(editor, "清凉", kind="problem") == things(author, "清凉", kind="dynamic") == set()


def test_a_unit_finds_the_issues_that_adopted_its_items_and_nobody_elses(office):
    office.publication = PublicationFactory(office=office.office)
    other = UserFactory(home=UnitFactory(parent=office.office), role=Role.INFORMANT)
    mine = signed_issue(office, accepted(office, "送清凉"))
    signed_issue(office, SubmissionFactory(author=other, title="送清凉", body="正文", state=State.ACCEPTED))
    author = office.people[Role.INFORMANT]

    assert things(author, "送清凉", what="issue", unit=office.unit.pk) == {mine.pk}
    assert things(author, "送清凉", what="issue", unit=other.home_id) == set()
    assert len(things(author, "送清凉", what="issue")) == 2


def test_the_newest_words_come_first(office):
    author = office.people[Role.INFORMANT]
    first, second, third = (
        actions.begin(by=author, unit=office.unit, title=f"清凉{n}", body="正文") for n in "甲乙丙"
    )
    actions.write(first, by=author, base=1, body="清凉")

    assert [thing for _, thing in answers(author, "清凉")] == [first.pk, third.pk, second.pk]


def rows():
    return sorted(Text.objects.values_list("kind", "thing", "at", "folded"))


def test_rebuilding_the_index_changes_nothing_and_mends_what_was_lost(office):
    world = secret_office()
    before, editor = rows(), world.people[Role.EDITOR]
    call_command("reindex", stdout=StringIO())
    again = rows()
    Text.objects.filter(kind="filed").delete()
    Text.objects.create(kind="article", thing=10**9, at=timezone.now(), folded=f" {SECRET} ", tokens=[])
    Text.objects.filter(kind="issue").update(folded="")
    call_command("reindex", stdout=StringIO())

    assert again == rows() == before
    assert {kind for kind, _ in answers(editor, SECRET)} == {"filed", "article", "issue"}


def test_the_index_forgets_rows_that_are_gone(office, corpus):
    Text.objects.filter(thing__in=corpus).delete()
    SubmissionFactory(author=office.people[Role.INFORMANT], title="别的", body="别的", state=State.SUBMITTED)

    assert things(office.people[Role.EDITOR], "工会") == set()


def test_the_page_marks_the_words_and_escapes_everything(client, office):
    hostile = "<script>alert('工会')</script><mark>工会</mark>"
    item = SubmissionFactory(
        author=office.people[Role.INFORMANT], title=hostile, body=f"{hostile}&amp;", state=State.SUBMITTED
    )
    client.force_login(office.people[Role.EDITOR])

    text = client.get(reverse("search"), {"q": "工会"}).content.decode()

    shown = "&lt;script&gt;alert(&#x27;<mark>工会</mark>&#x27;)&lt;/script&gt;&lt;mark&gt;<mark>工会</mark>&lt;/mark&gt;"
    assert (text.count(shown), text.count("<mark>"), text.count("<script>")) == (2, 4, 0)
    assert reverse("submissions:detail", args=[item.pk]) in text


def test_a_hostile_query_comes_back_as_text(client, office):
    client.force_login(office.people[Role.EDITOR])

    text = client.get(reverse("search"), {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in text


def test_the_page_costs_the_same_for_three_answers_and_for_many(
    client, office, django_assert_max_num_queries
):
    office.publication = PublicationFactory(office=office.office)
    signed_issue(office, accepted(office, "送清凉"))
    articles.draft(office.publication, [accepted(office, "送清凉")], by=office.people[Role.EDITOR])
    client.force_login(office.people[Role.EDITOR])
    client.get(reverse("home"))
    with django_assert_max_num_queries(
        4 + 2
    ) as bare:  # who asks, notices; whose lists name them; the units to choose from
        client.get(reverse("search"))
    with django_assert_max_num_queries(4 + 6) as few:
        client.get(reverse("search"), {"q": "清凉"})
    for _ in range(15):
        accepted(office, "送清凉")
    with django_assert_max_num_queries(4 + 6) as many:
        page = client.get(reverse("search"), {"q": "清凉"})

    assert len(few) == len(many) <= len(bare) + 4
    assert len(page.context["hits"]) == page.context["page"].paginator.count >= 18


def test_more_than_anybody_turns_is_said_and_not_listed(client, office, monkeypatch):
    monkeypatch.setattr("infohub.searching.MOST", 3)
    monkeypatch.setattr("infohub.views.MOST", 3)
    for _ in range(4):
        accepted(office, "送清凉")
    client.force_login(office.people[Role.EDITOR])

    page = client.get(reverse("search"), {"q": "清凉"})

    assert (page.context["more"], page.context["page"].paginator.count) == (True, 3)
    assert "找到 3 条以上" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"q": "清凉", "since": "昨天"}, "“自”的日期没有看懂"),
        ({"q": "清凉", "since": "2026-11-02", "until": "2026-11-01"}, "“至”不能早于“自”。"),
        ({"q": "清凉", "unit": "999999"}, "没有这样的单位，已忽略。"),
        ({"q": "清凉", "state": "item:nothing"}, "没有这样的状态，已忽略。"),
        ({"q": "清" * 101}, "查找的文字请不超过 100 个字。"),
        ({"q": "，。"}, "标点符号不参加查找"),
        ({"q": "没有的"}, "没有找到含有“没有的”"),
        ({}, "输入要找的文字"),
        ({"q": "清凉", "page": "尾页"}, "找到 1 条"),
    ],
)
def test_a_broken_question_is_answered_in_words(client, office, query, sentence):
    accepted(office, "送清凉")
    client.force_login(office.people[Role.EDITOR])

    answer = client.get(reverse("search"), query)

    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)


def test_a_unit_is_not_offered_what_it_could_never_find(client, office):
    client.force_login(office.people[Role.INFORMANT])

    form = client.get(reverse("search")).context["form"]

    assert [value for value, _ in form.fields["what"].choices] == ["", "item", "issue"]
    assert [label for _, label in form.fields["unit"].choices] == ["全部单位", str(office.unit)]
