"""范文库: what the desk holds up is read by everybody who writes for it, word for word as it was printed."""

import hashlib
import json

import pytest
from django.urls import reverse

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import adoptions, articles, model_items, signing
from bulletins.models import ModelItem
from tests.bulletins import chain
from tests.bulletins.conftest import item_of, register
from tests.bulletins.test_edits import narrow
from tests.factories import OfficeFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = {"comment": "数字有对比，建议可操作。", "kind": "experience", "tags": "标题精炼、数字说话"}


def printed(office, *items, **fields):
    """A signed issue and its one article."""
    article = office.article(*items, ready=True, **fields)
    return office.signed(article), article


def held_up(office, *items, title="范文的题", body="范文的文字。", **fields):
    issue, article = printed(office, *items, title=title, body=body)
    return model_items.hold_up(issue, article, by=office.editor, **WORDS | fields)


def page(client, model):
    return client.get(model.get_absolute_url())


def library(client, **query):
    return client.get(reverse("bulletins:model_items"), query)


# ---- holding up


def test_the_printed_words_are_held_up_with_their_hash(office, as_user):
    item = office.item(title="报送的题")
    model = held_up(office, item)

    text = page(as_user(office.informant), model).text
    piece = json.dumps(model.issue.paper["pieces"][0], ensure_ascii=False, sort_keys=True)

    assert model.sha256 == hashlib.sha256(piece.encode()).hexdigest()
    for words in ("范文的题", "范文的文字。", "数字有对比", office.town.name, "工会信息", model.sha256):
        assert words in text
    assert "报送的题" not in text


def test_later_changes_reach_neither_words_nor_hash(office, as_user):
    model = held_up(office)
    model.article.__class__.objects.filter(pk=model.article_id).update(title="改题", body="改文。")

    text = page(as_user(office.informant), model).text

    assert ("范文的文字。" in text, "改文。" in text) == (True, False)


def test_everybody_who_writes_for_the_office_reads_it_even_if_the_issue_does_not_reach_them(office, as_user):
    narrow(office)
    model = held_up(office)
    other = UnitFactory(parent=office.unit)
    people = [UserFactory(home=other, role=role) for role in (Role.INFORMANT, Role.REVIEWER)]

    for user in (*people, office.informant, office.leader, office.checker):
        assert page(as_user(user), model).status_code == 200
        assert "范文的题" in library(as_user(user)).text
    assert as_user(people[0]).get(model.issue.number_url).status_code == 404
    assert model.issue.number_url not in page(as_user(people[0]), model).text


def test_another_offices_people_do_not_read_it(office, elsewhere, as_user):
    model = held_up(office)

    for user in (elsewhere.editor, elsewhere.informant, elsewhere.leader):
        assert page(as_user(user), model).status_code == 404
        assert "范文的题" not in library(as_user(user)).text


def test_the_office_above_and_below_each_have_their_own(office, as_user):
    city = OfficeFactory(name="市总工会")
    editor = UserFactory(home=city, role=Role.EDITOR)
    office.unit.parent, office.unit.office = city, city
    office.unit.save()
    model = held_up(office)

    assert page(as_user(editor), model).status_code == 404


def test_the_author_and_the_units_reviewer_hear_of_it(office):
    model = held_up(office)

    told = Notice.objects.filter(text="《范文的题》被列为范文").values_list("person", "url")

    assert set(told) == {(user.pk, model.get_absolute_url()) for user in (office.informant, office.reviewer)}
    assert Event.objects.about(model).get().label == "列为范文"


def test_all_units_of_a_composite_are_named_and_told(office):
    items = [item_of(UnitFactory(parent=office.unit, name=name)) for name in ("甲街道", "乙街道")]

    model = held_up(office, *items)

    assert model.units == "甲街道、乙街道"
    told = Notice.objects.filter(cause__verb="hold-up").values_list("person", flat=True)
    assert set(told) == {item.author_id for item in items}


def test_it_is_marked_on_the_page_of_the_article(office, as_user):
    _, article = printed(office)
    client = as_user(office.editor)
    link = f"{reverse('bulletins:model_item_new')}?article={article.pk}"

    offered = client.get(article.get_absolute_url()).text
    made = client.post(link, WORDS | {"order": 100})

    assert link in offered
    model = ModelItem.objects.get()
    assert (made.url, model.comment, model.tag_list) == (
        model.get_absolute_url(),
        WORDS["comment"],
        ["标题精炼", "数字说话"],
    )
    assert link not in client.get(article.get_absolute_url()).text


def test_why_it_is_good_has_to_be_said(office, as_user):
    _, article = printed(office)
    address = f"{reverse('bulletins:model_item_new')}?article={article.pk}"

    answer = as_user(office.editor).post(address, WORDS | {"comment": " ", "order": 100})

    assert (answer.status_code, ModelItem.objects.count()) == (422, 0)
    assert "请写明好在哪里" in answer.text
    assert answer.context["form"]["tags"].value() == WORDS["tags"]


def test_only_the_offices_editors_hold_up(office, elsewhere, as_user):
    issue, article = printed(office)
    address = f"{reverse('bulletins:model_item_new')}?article={article.pk}"

    for stranger in (office.checker, office.leader, office.informant, elsewhere.editor):
        with pytest.raises(NotYours):
            model_items.hold_up(issue, article, by=stranger, **WORDS)
    answers = [as_user(user).post(address, WORDS).status_code for user in (office.checker, elsewhere.editor)]
    assert answers == [403, 404]


def test_what_is_not_signed_is_no_model(office, as_user):
    article = office.article(ready=True)
    issue = office.awaiting(article)

    with pytest.raises(Refused, match="不在已签发的期中"):
        model_items.hold_up(issue, article, by=office.editor, **WORDS)
    address = f"{reverse('bulletins:model_item_new')}?article={article.pk}"
    assert as_user(office.editor).get(address).status_code == 404


def test_a_piece_is_held_up_once(office):
    model = held_up(office)

    with pytest.raises(Refused, match="已在范文库中"):
        model_items.hold_up(model.issue, model.article, by=office.editor, **WORDS)


@pytest.mark.parametrize("fields", [{"body": "本件为机密★一年。"}, {"title": "绝密的题"}])
def test_what_bears_a_mark_of_secrecy_is_no_model(office, fields):
    issue, article = printed(office, **{"title": "题", "body": "文。"} | fields)

    with pytest.raises(Refused, match="有保密标志"):
        model_items.hold_up(issue, article, by=office.editor, **WORDS)


def test_a_bulletin_marked_secret_gives_no_models(office):
    office.publication.classification = "秘密★3年"
    office.publication.save()
    issue, article = printed(office)

    with pytest.raises(Refused, match="有保密标志"):
        model_items.hold_up(issue, article, by=office.editor, **WORDS)


def test_an_internal_bulletin_gives_models(office):
    office.publication.classification = "内部刊物 注意保存"
    office.publication.save()

    assert held_up(office).pk


# ---- void, revoked, taken off


def test_what_was_declared_void_is_a_model_no_longer(office, as_user):
    model = held_up(office)
    signing.void(model.issue, by=office.approver, reason="印错")

    for user in (office.informant, office.leader):
        assert page(as_user(user), model).status_code == 404
        assert "范文的题" not in library(as_user(user)).text
    assert "其他人已看不到" in page(as_user(office.editor), model).text
    assert not Notice.objects.filter(text="《范文的题》被列为范文", over_at=None).exists()


def test_the_same_article_signed_again_is_held_up_again(office):
    model = held_up(office)
    signing.void(model.issue, by=office.approver, reason="印错")
    model.article.refresh_from_db()

    again = model_items.hold_up(office.signed(model.article), model.article, by=office.editor, **WORDS)

    assert list(ModelItem.objects.standing()) == [again]


def test_what_is_taken_off_keeps_its_reason_and_can_come_back(office, as_user):
    model = held_up(office)
    client, address = as_user(office.editor), reverse("bulletins:model_item_take_off", args=[model.pk])

    asked = client.post(address, {"reason": " "})
    client.post(address, {"reason": "数字有误"})

    model.refresh_from_db()
    assert (asked.status_code, model.taken_off_why, model.taken_off_by) == (422, "数字有误", office.editor)
    assert page(as_user(office.informant), model).status_code == 404
    assert "数字有误" in library(as_user(office.checker), state="off").text
    assert library(as_user(office.informant), state="off").context["off"] is False
    with pytest.raises(Refused, match="已撤下"):
        model_items.take_off(model, by=office.editor, reason="再撤")
    assert model_items.hold_up(model.issue, model.article, by=office.editor, **WORDS).pk != model.pk
    assert not Notice.objects.filter(cause__thing_id=model.pk, cause__verb="hold-up", over_at=None).exists()


def test_only_editors_change_and_take_off(office, as_user):
    model = held_up(office)

    for name in ("model_item_edit", "model_item_take_off"):
        for user in (office.checker, office.informant, office.leader):
            address = reverse(f"bulletins:{name}", args=[model.pk])
            assert as_user(user).get(address).status_code == 403
            assert as_user(user).post(address, WORDS | {"reason": "不好"}).status_code == 403
    model.refresh_from_db()
    assert model.taken_off_at is None


def test_the_comment_is_bettered(office, as_user):
    model = held_up(office)
    address = reverse("bulletins:model_item_edit", args=[model.pk])

    as_user(office.editor).post(address, WORDS | {"comment": "导语开门见山。", "order": 3})

    model.refresh_from_db()
    assert (model.comment, model.order, model.tags) == ("导语开门见山。", 3, WORDS["tags"])


# ---- the edits


def test_the_edits_are_shown_only_with_the_editors_tick(office, as_user):
    item = office.item(title="报送的题", body="报送的文字。")
    model = held_up(office, item)
    hidden = page(as_user(office.informant), model).text

    model_items.amend(model, by=office.editor, **WORDS | {"order": 1, "shows_edits": True})

    shown = page(as_user(office.informant), model).text
    assert ("报送" in hidden.replace("报送单位", "").replace("信息报送", "")) is False
    assert "<del>报送</del><ins>范文</ins>的文字。" in shown


def test_the_edits_of_a_composite_are_never_shown(office):
    items = [item_of(UnitFactory(parent=office.unit)) for _ in range(2)]

    with pytest.raises(Refused, match="露出各单位的原文"):
        held_up(office, *items, shows_edits=True)
    model = held_up(office, *items)
    with pytest.raises(Refused, match="露出各单位的原文"):
        model_items.amend(model, by=office.editor, **WORDS | {"order": 1, "shows_edits": True})


def test_the_edits_of_an_article_that_was_a_composite_once_are_never_shown(office):
    article, other = office.article(office.item()), item_of(UnitFactory(parent=office.unit))
    articles.merge(article, other, by=office.editor)
    article = articles.unmerge(article, other, by=office.editor)
    issue = office.signed(articles.move(article, "finish", by=office.editor))

    with pytest.raises(Refused, match="露出各单位的原文"):
        model_items.hold_up(issue, article, by=office.editor, **WORDS | {"shows_edits": True})


# ---- used above


def test_an_item_used_above_is_held_up_in_its_filed_words(office, carrier, as_user):
    adoption = register(office, carrier, office.item(title="上级用的题", body="报送的原文。"))
    client = as_user(office.editor)
    address = f"{reverse('bulletins:model_item_new')}?adoption={adoption.pk}"

    offered = client.get(adoption.get_absolute_url()).text
    client.post(address, WORDS | {"order": 100})

    model = ModelItem.objects.get()
    text = page(as_user(UserFactory(home=UnitFactory(parent=office.unit), role=Role.INFORMANT)), model).text
    assert [word in text for word in ("上级用的题", "报送的原文。", "市工会信息")] == [True] * 3
    assert address in offered


def test_a_use_above_that_was_revoked_is_a_model_no_longer(office, carrier, as_user):
    adoption = register(office, carrier)
    model = model_items.hold_up_used_above(adoption, by=office.editor, **WORDS)

    adoptions.revoke(adoption, by=office.editor, reason="登记错了")

    assert page(as_user(office.informant), model).status_code == 404
    with pytest.raises(Refused, match="只有有效的上级采用"):
        model_items.hold_up_used_above(adoption, by=office.editor, **WORDS)


def test_the_edits_of_a_use_above_are_not_to_be_had(office, carrier):
    adoption = register(office, carrier)

    with pytest.raises(Refused, match="不在系统中"):
        model_items.hold_up_used_above(adoption, by=office.editor, **WORDS | {"shows_edits": True})


# ---- further up


def test_what_the_city_printed_is_a_model_of_each_office_in_its_own_words(as_user, db):
    house = chain.build()
    item = house.county.item(title="镇里的题", body="镇里的原文。")
    report = chain.sent(house.county, house.city, item)
    issue = chain.printed(report, house.city, body="市里印的文字。", title="市里的题")
    article = issue.placements.get().article
    credited = item.adoptions.standing().get()
    editor = as_user(house.county.editor)

    city = model_items.hold_up(issue, article, by=house.city.editor, **WORDS | {"shows_edits": True})
    address = f"{reverse('bulletins:model_item_new')}?adoption={credited.pk}"
    offered = editor.get(credited.get_absolute_url()).text
    editor.post(address, WORDS | {"order": 100})

    county = ModelItem.objects.get(adoption=credited)
    assert address in offered
    assert (city.units, county.units) == (house.county.unit.name, house.county.town.name)
    neighbour = as_user(house.neighbour)
    assert "镇里的原文。" in page(neighbour, county).text
    assert page(neighbour, city).status_code == 404
    signing.void(issue, by=house.city.approver, reason="印错")
    assert page(as_user(house.neighbour), county).status_code == 404
