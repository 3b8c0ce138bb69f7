"""An office's own kinds of use can be said wherever a use is said, and nothing else can."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import adoptions, articles, uses
from bulletins.models import Adoption, Article, KindOfUse
from bulletins.models.uses import KNOWN, use_names, uses_for
from bulletins.states import Use
from scoring.rules import USES
from tests.bulletins.late_stage import loaded, problems, row
from tests.factories import OfficeFactory, PublicationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(office):
    return uses.add(office.unit, "图片", code="picture", by=office.editor)


def test_the_words_of_prices_and_of_bulletins_agree():
    assert dict(KNOWN) == USES


def test_a_word_of_ones_own_is_offered_behind_the_built_in_ones(office, picture):
    assert uses_for(office.unit) == [*Use.choices, ("picture", "图片")]


def test_a_word_without_a_code_goes_by_itself(office):
    assert uses.add(office.unit, " 一句话信息 ", by=office.editor).code == "一句话信息"


def test_what_is_retired_is_not_offered_and_keeps_its_name(office, picture):
    article = office.article(use="picture")
    uses.retire(office.unit, "picture", by=office.editor)
    uses.retire(office.unit, "research", by=office.editor)

    assert {"picture", "research"} & dict(uses_for(office.unit)).keys() == set()
    assert dict(uses_for(office.unit, beside=article))["picture"] == "图片"
    assert use_names(office.unit)["picture"] == article.get_use_display() == "图片"
    assert uses.restore(office.unit, "research", by=office.editor).is_active


@pytest.mark.parametrize("code", uses.ALWAYS)
def test_what_the_workshop_writes_itself_cannot_be_retired(office, code):
    with pytest.raises(Refused, match="不能停用"):
        uses.retire(office.unit, code, by=office.editor)


@pytest.mark.parametrize(
    ("name", "code", "complaint"),
    [("", "x", "请填写"), ("全文", "x", "已有"), ("图片", "", "已有"), ("新图", "picture", "代码")],
    ids=["empty", "built-in", "again", "code"],
)
def test_a_word_stands_once(office, picture, name, code, complaint):
    with pytest.raises(Refused, match=complaint):
        uses.add(office.unit, name, code=code, by=office.editor)


def test_a_new_name_is_shown_everywhere_and_a_built_in_one_stays(office, picture):
    article = office.article(use="picture")
    uses.rename(office.unit, "picture", "照片", by=office.editor)

    assert Article.objects.get(pk=article.pk).get_use_display() == "照片"
    with pytest.raises(Refused, match="不能改名"):
        uses.rename(office.unit, "full", "全稿", by=office.editor)


def test_the_order_is_saved_as_one_list(office, picture):
    was = [*KNOWN, "picture"]
    uses.reorder(office.unit, ["picture", *KNOWN], by=office.editor, was=was)

    assert [code for code, _ in uses_for(office.unit)] == ["picture", *KNOWN]
    with pytest.raises(Refused, match="刚有变动"):
        uses.reorder(office.unit, was, by=office.editor, was=was)


def test_only_editors_and_scorers_keep_the_list(office):
    scorer, checker = (UserFactory(home=office.unit, role=role) for role in (Role.SCORER, Role.CHECKER))
    uses.add(office.unit, "参阅", by=scorer)

    with pytest.raises(NotYours):
        uses.add(office.unit, "图片", by=checker)


def test_a_signed_article_is_adopted_in_the_offices_own_words(office, picture):
    issue = office.signed(office.article(use="picture", ready=True))

    [fact] = issue.adoptions.all()
    assert (fact.use, fact.get_use_display()) == ("picture", "图片")


def test_a_word_nobody_knows_is_refused(office):
    elsewhere = OfficeFactory()
    uses.add(elsewhere, "图片", code="picture", by=UserFactory(home=elsewhere, role=Role.EDITOR))

    with pytest.raises(Refused, match="用法目录里没有"):
        articles.draft(office.publication, [office.item()], by=office.editor, use="picture")


@pytest.mark.parametrize(
    "change",
    [{"use": "garbage"}, {"use": ""}, {"use": "full", "own_use": True}, {"use": "picture", "own_use": None}],
    ids=["unknown", "empty", "built-in-with-line", "own-without-line"],
)
@pytest.mark.parametrize("model", [Article, Adoption], ids=["article", "adoption"])
def test_the_database_keeps_garbage_out(office, picture, model, change):
    office.signed(office.article(use="picture", ready=True))
    change = change | ({"own_use": picture} if change.get("own_use") else {})
    if change["use"] == "garbage":
        change |= {"own_use": None}

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


def test_a_use_above_is_registered_singly_in_an_own_word(office, picture, as_user):
    carrier, item = PublicationFactory(office=None), office.item()
    day = timezone.localdate()
    given = {"publication": carrier.pk, "use": "picture", "on": day, "evidence": "第8期", "title": ""}

    as_user(office.editor).post(f"{reverse('bulletins:adoption_new')}?submission={item.pk}", given)

    assert Adoption.objects.get().get_use_display() == "图片"


def test_the_article_form_offers_the_list_and_keeps_what_was_chosen(office, picture, as_user):
    article = office.article(office.item())
    page = as_user(office.editor).get(reverse("bulletins:article_edit", args=[article.pk]))

    assert page.context["form"].fields["use"].choices == uses_for(office.unit)


def test_a_use_credited_from_above_keeps_the_word_of_the_office_above(office, picture):
    other = PublicationFactory(office=None)
    item = office.item()
    made = adoptions.register(
        item, other, by=office.editor, use="picture", on=timezone.localdate(), evidence="第8期"
    )

    assert str(made) == f"{other}图片：{item.filed.title}"


def test_late_entries_by_table_are_said_in_the_offices_own_words(office, picture):
    item = office.item(title="暖心驿站")
    carrier = PublicationFactory(office=None, name="市工会信息")
    given = {"unit": office.town.name, "item": str(item.pk), "on": f"{timezone.localdate():%Y-%m-%d}"}

    loaded(office, row(**given, use="图片"))

    assert Adoption.objects.get(publication=carrier).use == "picture"
    [(_, complaint)] = problems(office, row(**given, use="摘要"))
    assert complaint == "“摘要”不在可选范围：全文、简讯、综合、专报、调研、转报、图片"


def test_the_page_adds_renames_retires_and_moves(office, as_user):
    page, browser = reverse("bulletins:uses"), as_user(office.editor)
    browser.post(page, {"name": "参阅", "code": "reference"})
    browser.post(reverse("bulletins:use_rename"), {"code": "reference", "name": "参阅件"})
    browser.post(reverse("bulletins:uses_order"), {"order": [*KNOWN, "reference"], "up": "reference"})
    browser.post(reverse("bulletins:use_move", args=["retire"]), {"code": "reference"})

    line = KindOfUse.objects.get(code="reference")
    shown = [(each.code, each.name) for each in browser.get(page).context["lines"]]
    assert (line.name, line.is_active) == ("参阅件", False)
    assert shown[-2:] == [("reference", "参阅件"), ("forwarded", "转报")]


def test_what_was_typed_stays_when_it_is_refused(office, as_user):
    answer = as_user(office.editor).post(reverse("bulletins:uses"), {"name": "全文", "code": "again"})

    assert answer.status_code == 409
    assert 'value="again"' in answer.content.decode()


def test_a_unit_does_not_keep_the_list(office, as_user):
    assert as_user(office.informant).get(reverse("bulletins:uses")).status_code == 403


def test_what_a_book_prices_gets_a_name_of_its_own_however_the_book_calls_it(office):
    long = "领导小组办公室工作动态摘编特刊第一类别甲"
    uses.know(office.unit, {"a": long, "b": long, "c" * 30: long, "d": "全文"}, by=office.editor)

    assert [line.name for line in KindOfUse.objects.order_by("order")] == [
        long,
        f"{long[:17]}（b）",
        f"{long[:17]}（2）",
        "全文（d）",
    ]
