"""补录: what was used before it was registered, singly or by table, all of it or nothing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notice
from accounts.refusal import NotYours, Refused
from bulletins.actions import adoptions, late
from bulletins.models import Adoption, LateTable
from submissions.models import Submission
from tests.bulletins import chain, late_stage
from tests.bulletins.conftest import register
from tests.bulletins.late_stage import row

pytestmark = pytest.mark.django_db

FILED, USED = date(2026, 2, 20), date(2026, 3, 1)


@pytest.fixture
def item(office, carrier):
    return an_item(office, title="暖心驿站")


def an_item(office, **fields):
    made = office.item(**fields)
    Submission.objects.filter(pk=made.pk).update(submitted_on=FILED)
    return made


def good(office, **fields):
    return row(**{"unit": office.town.name} | fields)


# ---- singly


def test_a_use_before_filing_is_entered_with_the_reason_why_it_is_late(office, carrier):
    day = timezone.localdate() - timedelta(days=3)

    with pytest.raises(Refused, match="请写明补录原因"):
        register(office, carrier, on=day)
    adoption = register(office, carrier, on=day, late_why="系统启用前采用，事后补报")

    assert (adoption.on, adoption.late_why) == (day, "系统启用前采用，事后补报")


# ---- the rows


def test_a_good_row_has_no_problem(office, item):
    assert late_stage.problems(office, good(office)) == []
    assert late_stage.problems(office, good(office, item=str(item.pk))) == []


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"unit": ""}, "A“报送单位”列", "必填"),
        ({"unit": "没有这个镇"}, "A“报送单位”列", "没有这个报送单位"),
        ({"item": "别的题"}, "B“标题或编号”列", "该单位没有报送过“别的题”"),
        ({"item": "999999"}, "B“标题或编号”列", "该单位没有报送过“999999”"),
        ({"carrier": "没有的报"}, "C“采用载体”列", "没有登记这个载体"),
        ({"use": "摘要"}, "D“用法”列", "不在可选范围"),
        ({"on": "三月一日"}, "E“采用日期”列", "不是有效日期"),
        ({"on": "2099-01-01"}, "E“采用日期”列", "不能晚于今天"),
        ({"on": "2026-02-19"}, "H“补录原因”列", "早于报送日期（2026-02-20）"),
        ({"evidence": ""}, "F“凭据”列", "必填"),
        ({"evidence": "长" * 201}, "F“凭据”列", "太长"),
    ],
)
def test_a_fault_is_named_by_row_and_column(office, item, change, place, said):
    [(where, text)] = late_stage.problems(office, good(office, **change))

    assert where == f"补录 第2行 {place}"
    assert said in text


def test_every_fault_of_every_row_is_said_at_once(office, item):
    found = late_stage.problems(
        office, good(office, evidence="", use=""), good(office), good(office, item="别的题")
    )

    assert [place.split()[1] for place, _ in found] == ["第2行", "第2行", "第4行"]


def test_an_ambiguous_title_names_its_candidates(office, item):
    other = an_item(office, title="暖心驿站")

    [(_, text)] = late_stage.problems(office, good(office))

    assert text == (f"有2篇同名来稿，请改填编号：{item.pk}（2026-02-20报送）、{other.pk}（2026-02-20报送）")
    assert late_stage.problems(office, good(office, item=other.pk)) == []


def test_a_row_that_stands_twice_or_is_registered_is_a_fault(office, carrier, item):
    assert late_stage.problems(office, good(office), good(office))[0][1] == "与第2行重复"
    register(office, carrier, item, on=USED)

    assert [text for _, text in late_stage.problems(office, good(office))] == ["这条采用已经登记过"]


def test_an_undecided_item_and_the_own_bulletin_are_faults(office, carrier):
    an_item(office, title="待办", state="submitted")
    an_item(office, title="暖心驿站")

    found = late_stage.problems(
        office, good(office, item="待办"), good(office, carrier=office.publication.name)
    )

    assert [text for _, text in found] == [
        "这篇来稿现为“待筛选”，请先筛选再补录",
        "是本单位刊物，采用随签发自动产生，不必补录",
    ]


def test_another_offices_items_and_units_are_not_known(office, elsewhere, carrier, item):
    theirs = an_item(elsewhere, title="别处的题")

    found = late_stage.problems(office, row(unit=elsewhere.town.name, item=str(theirs.pk)))

    assert [text for _, text in found] == ["没有这个报送单位，请与“名称”工作表核对"]


def test_what_went_to_an_office_of_the_house_is_not_entered_by_table():
    house = chain.build()
    item = an_item(house.county, title="暖心驿站")
    chain.sent(house.county, house.city, item)
    values = row(unit=house.county.town.name, carrier=house.city.publication.name)

    assert [text for _, text in late_stage.problems(house.county, values)] == [
        "这篇来稿已上报该单位，采用结果会自动回来，不必补录"
    ]


# ---- loading


def test_a_table_is_entered_whole(office, carrier, item):
    second = an_item(office, title="高温慰问")
    table = late_stage.loaded(
        office,
        good(office),
        good(office, item=second.pk, use="简讯", on="2026-01-05", late_why="系统启用前"),
    )

    rows = table.adoptions.order_by("pk")
    assert [(r.submission, r.use, r.on, r.evidence, r.late_why) for r in rows] == [
        (item, "full", USED, "2026年第8期", ""),
        (second, "brief", date(2026, 1, 5), "2026年第8期", "系统启用前"),
    ]
    assert Notice.objects.filter(person=office.informant, text__contains="采用").count() == 2


def test_one_row_that_became_wrong_since_the_preview_enters_nothing(office, carrier, item):
    second = an_item(office, title="高温慰问")
    table = late_stage.previewed(office, good(office), good(office, item=second.pk))
    register(office, carrier, second, on=USED)

    with pytest.raises(Refused, match=r"预览之后数据有了变化：补录 第3行"):
        late.load_table(str(table.key), by=office.editor)

    assert Adoption.objects.count() == 1


def test_the_same_file_is_loaded_once(office, item):
    late_stage.loaded(office, good(office))

    with pytest.raises(Refused, match="不能重复导入"):
        late_stage.previewed(office, good(office))
    assert Adoption.objects.count() == 1


def test_a_preview_is_confirmed_once(office, item):
    table = late_stage.previewed(office, good(office))
    late.load_table(str(table.key), by=office.editor)

    with pytest.raises(Refused, match="请重新上传"):
        late.load_table(str(table.key), by=office.editor)


def test_the_database_keeps_one_loaded_table_of_a_file(office, item):
    table = late_stage.loaded(office, good(office))
    table.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        table.save()


def test_only_the_offices_editor_enters_a_table(office, elsewhere, item):
    for user in (office.checker, office.informant, elsewhere.editor):
        with pytest.raises(NotYours):
            late_stage.previewed(office, good(office), by=user)


def test_a_preview_belongs_to_who_brought_it(office, item):
    table = late_stage.previewed(office, good(office))

    assert list(LateTable.objects.visible_to(office.editor)) == [table]
    with pytest.raises(Refused):
        late.load_table(str(table.key), by=office.checker)


# ---- undoing


def test_a_table_is_undone_whole_and_may_then_be_loaded_again(office, item):
    table = late_stage.loaded(office, good(office))

    late.undo_table(table, by=office.editor, reason="期号填错")

    item.refresh_from_db()
    assert (Adoption.objects.standing().count(), item.used_at) == (0, None)
    assert Adoption.objects.get().revoked_why == "期号填错"
    assert late_stage.loaded(office, good(office)).adoptions.standing().count() == 1


def test_undoing_leaves_alone_what_was_revoked_singly(office, item):
    second = an_item(office, title="高温慰问")
    table = late_stage.loaded(office, good(office), good(office, item=second.pk))
    adoptions.revoke(table.adoptions.first(), by=office.editor, reason="单条有误")

    late.undo_table(table, by=office.editor, reason="整表有误")

    assert sorted(table.adoptions.values_list("revoked_why", flat=True)) == sorted(["单条有误", "整表有误"])


def test_undoing_twice_or_without_a_reason_is_refused(office, item):
    table = late_stage.loaded(office, good(office))

    with pytest.raises(Refused, match="撤销原因"):
        late.undo_table(table, by=office.editor, reason=" ")
    late.undo_table(table, by=office.editor, reason="有误")
    with pytest.raises(Refused, match="已经撤销"):
        late.undo_table(table, by=office.editor, reason="有误")


def test_what_a_table_asks_of_the_database_does_not_grow_with_its_rows(
    office, carrier, item, django_assert_max_num_queries
):
    an_item(office, title="高温慰问")
    late_stage.problems(office, good(office))

    with django_assert_max_num_queries(10) as few:
        late_stage.problems(office, good(office))
    with django_assert_max_num_queries(10) as many:
        late_stage.problems(office, *[good(office, item=t) for t in ("暖心驿站", "高温慰问") * 20])

    assert len(few) == len(many)
