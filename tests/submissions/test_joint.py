"""Joint filing: several units and authors in order, seen by the partners from the signature on and by nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.kept import writer_key
from accounts.models import Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.models import Revision, Submission
from submissions.states import MOVES, State
from tests.factories import (
    OfficeFactory,
    PostFactory,
    SubmissionFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners():
    """Two units of the same office as the item's."""
    office = OfficeFactory()
    return [UnitFactory(parent=office, name=name) for name in ("清河街道总工会", "商会")]


@pytest.fixture
def item(partners):
    author = UserFactory(home=UnitFactory(parent=partners[0].parent), role=Role.INFORMANT, phone="010-8888")
    return SubmissionFactory(
        author=author,
        partners=[partners[1].pk, partners[0].pk],
        authors=["王芳", "李强"],
        channel="visit",
        suggested="工会信息",
        phone="010-88886666",
    )


@pytest.fixture
def reviewer(item):
    return UserFactory(home=item.unit, role=Role.REVIEWER)


def sign(item, reviewer):
    actions.move(item, "send", by=item.author)
    return actions.sign(item, by=reviewer, reviewed=True)


def form_of(author, **changes):
    data = {"title": "标题", "kind": "dynamic", "nature": "good", "body": "正文。", "unit": author.home.pk}
    return data | {"writer": writer_key(author)} | changes


def visible(item, user):
    return Submission.objects.visible_to(user).filter(pk=item.pk).exists()


def test_the_form_keeps_units_and_authors_in_their_order(client, partners):
    author = UserFactory(home=UnitFactory(parent=partners[0].parent), role=Role.INFORMANT)
    client.force_login(author)
    keys = [partners[1].pk, "", partners[0].pk]
    data = form_of(author, partners=keys, authors="王芳\n李强，赵敏", channel="visit", suggested="工会信息")

    client.post(reverse("submissions:new"), data)

    item = Submission.objects.get()
    assert item.partners == [partners[1].pk, partners[0].pk]
    assert item.authors == ["王芳", "李强", "赵敏"]
    assert (item.channel, item.suggested) == ("visit", "工会信息")


def test_the_form_shows_them_again_in_their_order(client, item, partners):
    client.force_login(item.author)

    page = client.get(reverse("submissions:edit", args=[item.pk])).content.decode()

    first, second = (page.index(f'value="{partner.pk}" selected') for partner in (partners[1], partners[0]))
    assert first < second
    assert "王芳\n李强</textarea>" in page
    assert '<details class="more" open>' in page


def test_the_seldom_used_fields_lie_folded_in_a_fresh_form(client):
    author = UserFactory(role=Role.INFORMANT)
    client.force_login(author)

    assert '<details class="more">' in client.get(reverse("submissions:new")).content.decode()


@pytest.mark.parametrize(
    ("pick", "sentence"),
    [
        (lambda unit, near, far: [unit], "联合报送单位只能从列表中选"),
        (lambda unit, near, far: [near, near], "联合报送单位有重复"),
        (lambda unit, near, far: [far], "联合报送单位只能从列表中选"),
        (lambda unit, near, far: ["abc"], "联合报送单位只能从列表中选"),
    ],
)
def test_a_unit_that_cannot_join_is_refused_and_the_text_kept(client, partners, pick, sentence):
    author = UserFactory(home=UnitFactory(parent=partners[0].parent), role=Role.INFORMANT)
    client.force_login(author)
    keys = pick(author.home.pk, partners[0].pk, UnitFactory().pk)

    answer = client.post(reverse("submissions:new"), form_of(author, partners=keys, body="写好的。"))

    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "写好的。" in page) == (422, True, True)


def test_too_many_authors_are_refused_in_words(client):
    author = UserFactory(role=Role.INFORMANT)
    client.force_login(author)
    names = "\n".join(f"作者{number}" for number in range(11))

    answer = client.post(reverse("submissions:new"), form_of(author, authors=names))

    assert (answer.status_code, "作者最多 10 人" in answer.content.decode()) == (422, True)


def test_what_is_signed_freezes_authors_and_partners(item, reviewer, partners):
    signed = sign(item, reviewer)

    kept = (signed.filed.authors, signed.filed.partners, signed.filed.phone)
    assert kept == (["王芳", "李强"], [partners[1].pk, partners[0].pk], "010-88886666")
    assert [(row.position, row.unit) for row in signed.joint_units.all()] == [
        (1, partners[1]),
        (2, partners[0]),
    ]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.INFORMANT])
def test_partners_read_it_from_the_signature_to_the_withdrawal(item, reviewer, partners, role):
    partner = UserFactory(home=partners[0], role=role)
    stranger = UserFactory(home=UnitFactory(parent=partners[0].parent), role=role)
    seen = [visible(item, partner)]

    actions.move(item, "send", by=item.author)
    seen.append(visible(item, partner))
    actions.sign(item, by=reviewer, reviewed=True)
    seen.append(visible(item, partner))
    outside = visible(item, stranger)
    actions.move(item, "withdraw", by=reviewer)
    seen.append(visible(item, partner))

    assert (seen, outside) == ([False, False, True, False], False)


def test_partners_read_the_signed_words_and_files_only(client, item, reviewer, partners):
    file = actions.attach(item, SimpleUploadedFile("表.pdf", b"%PDF-1.7\n%%EOF"), by=item.author)
    sign(item, reviewer)
    actions.move(item, "return", by=UserFactory(home=item.office, role=Role.EDITOR), reason="请补充")
    item.refresh_from_db()
    actions.write(item, by=item.author, base=item.version, title="尚未审签的标题")
    late = actions.attach(item, SimpleUploadedFile("后加.pdf", b"%PDF-1.7\n%%EOF1"), by=item.author)
    client.force_login(UserFactory(home=partners[0], role=Role.INFORMANT))

    pages = [client.get(reverse(f"submissions:{name}", args=[item.pk])) for name in ("detail", "compare")]
    pages.append(client.get(reverse("submissions:joint")))
    pages += [
        client.get(reverse(f"submissions:{name}", args=[item.pk]), follow=True) for name in ("edit", "import")
    ]
    answers = [client.get(reverse("submissions:attachment", args=[each.pk])) for each in (file, late)]
    answers[0].close()

    assert [page.status_code for page in pages] == [200] * 5
    assert ["尚未审签" in page.content.decode() for page in pages] == [False] * 5
    assert [answer.status_code for answer in answers] == [200, 404]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.INFORMANT])
@pytest.mark.parametrize("verb", MOVES)
def test_partners_say_no_verb_over_it(item, reviewer, partners, role, verb):
    sign(item, reviewer)
    partner = UserFactory(home=partners[0], role=role)
    item.refresh_from_db()

    assert item.moves_for(partner) == []
    with pytest.raises((NotYours, Refused)):
        actions.move(item, verb, by=partner, reason="理由")
    item.refresh_from_db()
    assert item.state == State.SUBMITTED


def test_partners_change_nothing_at_any_address(client, item, reviewer, partners):
    sign(item, reviewer)
    client.force_login(UserFactory(home=partners[0], role=Role.INFORMANT))
    before = Submission.objects.filter(pk=item.pk).values().get()

    for name in ("edit", "autosave", "attach", "sign", "merge"):
        client.post(reverse(f"submissions:{name}", args=[item.pk]), form_of(item.author, body="别家的字。"))

    assert Submission.objects.filter(pk=item.pk).values().get() == before
    assert item.revisions.filter(why=Revision.Why.SIDE).count() == 0


def test_partners_are_told_once_with_the_name_of_the_unit(item, reviewer, partners):
    people = [UserFactory(home=partner, role=Role.REVIEWER) for partner in partners]
    PostFactory(user=people[0], unit=item.office, role=Role.EDITOR)  # told already, as the editor

    sign(item, reviewer)

    said = [list(Notice.objects.filter(person=each).values_list("text", flat=True)) for each in people]
    assert said == [
        [f"{item.unit}报送《{item}》，待筛选"],
        [f"{item.unit}与本单位联合报送了《{item}》"],
    ]


def test_what_partners_are_told_stands_until_the_unit_withdraws(item, reviewer, partners):
    person = UserFactory(home=partners[0], role=Role.REVIEWER)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    item = sign(item, reviewer)

    for verb in ("accept", "restore"):
        item = actions.move(item, verb, by=editor)
    told = Notice.objects.unread()
    assert [notice.person for notice in told] == [person]

    actions.move(item, "withdraw", by=reviewer)
    assert not told.all().exists()


def test_a_partner_that_was_closed_meanwhile_stops_the_sending_in_words(item, partners):
    partners[0].is_active = False
    partners[0].save()

    with pytest.raises(Refused, match="清河街道总工会不能作为联合报送单位"):
        actions.move(item, "send", by=item.author)


def test_partners_follow_the_newest_signature(item, reviewer, partners):
    sign(item, reviewer)
    actions.move(item, "return", by=UserFactory(home=item.office, role=Role.EDITOR), reason="请补充")
    item.refresh_from_db()
    actions.write(item, by=item.author, base=item.version, partners=[partners[0].pk], body="补充了。")

    item.refresh_from_db()
    signed = sign(item, reviewer)

    assert [row.unit for row in signed.joint_units.all()] == [partners[0]]


def test_the_pages_show_who_files_jointly(client, item, reviewer):
    actions.move(item, "send", by=item.author)
    client.force_login(reviewer)

    pages = [
        client.get(reverse(f"submissions:{name}", args=[item.pk])).content.decode()
        for name in ("detail", "sign")
    ]

    for words in ("商会、清河街道总工会", "王芳、李强", "走访调研", "工会信息", "010-88886666"):
        assert [words in page for page in pages] == [True, True]


def test_the_list_of_joint_items_costs_the_same_for_one_and_many(client, item, reviewer, partners):
    client.force_login(UserFactory(home=partners[0], role=Role.INFORMANT))
    sign(item, reviewer)
    few = costs(client)
    for _ in range(6):
        sign(SubmissionFactory(author=item.author, partners=[partners[0].pk]), reviewer)

    assert costs(client) == few
    assert len(client.get(reverse("submissions:joint")).context["page"]) == 7


def costs(client):
    client.get("/submissions/")  # the first click of a minute also renews the session
    with CaptureQueriesContext(connection) as queries:
        pages = [client.get(reverse(f"submissions:{name}")).status_code for name in ("joint", "index")]
    return pages, len(queries)


def test_a_copy_takes_the_new_facts_but_not_the_day(item):
    fresh = actions.copy(item, by=item.author, unit=item.unit)

    assert fresh.content() == item.content() | {"event_date": None}
    assert (fresh.authors, fresh.phone) == (["王芳", "李强"], "010-88886666")


def test_a_copy_for_a_partner_does_not_name_itself(item, partners):
    colleague = UserFactory(home=partners[0], role=Role.INFORMANT)

    assert actions.copy(item, by=colleague, unit=partners[0]).partners == [partners[1].pk]


def test_of_several_units_each_has_partners_of_its_own(client, partners):
    author = UserFactory(home=partners[0], role=Role.INFORMANT)
    PostFactory(user=author, unit=UnitFactory(), role=Role.INFORMANT)
    client.force_login(author)

    own = client.post(reverse("submissions:new"), form_of(author, partners=[partners[0].pk]))
    near = client.post(reverse("submissions:new"), form_of(author, partners=[partners[1].pk]))

    assert (own.status_code, "不能与清河街道总工会联合报送" in own.content.decode()) == (422, True)
    assert near.status_code == 302


def test_a_stranger_of_the_same_office_sees_nothing_of_a_joint_item(client, item, reviewer, partners):
    sign(item, reviewer)
    client.force_login(UserFactory(home=UnitFactory(parent=item.office), role=Role.REVIEWER))

    names = ("detail", "edit", "autosave", "merge", "compare", "sign", "copy", "attach")
    answers = [client.get(reverse(f"submissions:{name}", args=[item.pk])).status_code for name in names]

    assert set(answers) <= {404, 405}
