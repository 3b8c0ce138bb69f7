"""The pages of bringing a register in: each step, its refusals, and who may take it."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Event
from accounts.roles import Role
from bulletins.models import Adoption
from scoring.actions.history import receiving
from scoring.history.fields import missing
from scoring.history.guessing import guess, headings_at
from scoring.history_states import HistoryState
from scoring.models import History, PastScore
from tests.factories import UserFactory
from tests.scoring.registers import (
    HEADINGS,
    loaded,
    looked_at,
    received,
    rows_of_the_worked_month,
    text_table,
    worked,
    xlsx,
)
from tests.scoring.stage import stage

pytestmark = pytest.mark.django_db
NEW_UNITS = {"unit": dict.fromkeys(("甲镇总工会", "乙街道总工会", "丙局工会"), "new")}


@pytest.fixture
def scene(client):
    scene = stage()
    client.force_login(scene.scorer)
    return scene


def to(name, batch):
    return reverse(f"scoring:history_{name}", args=[batch.pk])


def test_the_list_is_empty_and_says_what_to_do(client, scene):
    page = client.get(reverse("scoring:history")).text
    assert "还没有导入过往年的登记表" in page


def test_a_file_goes_from_the_form_to_its_rows(client, scene):
    file = xlsx(rows_of_the_worked_month())
    answer = client.post(reverse("scoring:history"), {"kind": "uses", "file": file})
    batch = worked(History.objects.get())
    assert (answer.status_code, answer.url) == (302, batch.get_absolute_url())
    assert client.get(answer.url).url == to("columns", batch)
    page = client.get(to("columns", batch)).text
    assert "走访慰问困难职工" in page
    assert '<option value="1" selected>B 报送单位</option>' in page


def test_a_file_that_is_no_table_is_refused_on_the_form(client, scene):
    file = text_table([["%PDF-1.7"]], name="登记簿.xlsx")
    answer = client.post(reverse("scoring:history"), {"kind": "uses", "file": file})
    assert answer.status_code == 409
    assert "这不是 .xlsx 或 .csv 表格" in answer.text
    assert History.objects.count() == 0


def test_the_same_form_brings_one_register(client, scene):
    key = "5f0c9c3e-6f0e-4a7b-9a53-0d7ce1a9d111"
    for _ in range(2):
        file = xlsx(rows_of_the_worked_month())
        client.post(reverse("scoring:history"), {"kind": "uses", "file": file, "key": key})
    assert History.objects.count() == 1


def test_columns_then_names_then_the_preview_then_the_rows(client, scene):
    batch = received(scene, rows_of_the_worked_month())
    columns = {f"column_{key}": place for key, place in batch.columns.items()}
    options = {"which_day": "first", "doubles": "refuse", "skip_totals": "on", "fill_down": "on"}
    client.post(to("columns", batch), columns | options)
    worked(batch)
    names = client.get(to("names", batch)).text
    assert "报送单位：3 个没有对应" in names
    client.post(to("names", batch), {f"unit-{place}": "new" for place in range(3)})
    worked(batch)
    preview = client.get(batch.get_absolute_url()).text
    assert "检查无误" in preview
    assert '甲镇总工会 <span class="state">新建</span>' in preview
    client.post(to("load", batch))
    worked(batch)
    assert Adoption.objects.count() == 10
    assert "采用 10 条" in client.get(batch.get_absolute_url()).text


def test_a_column_that_must_be_there_is_asked_for(client, scene):
    batch = received(scene, rows_of_the_worked_month())
    answer = client.post(to("columns", batch), {"column_title": "2"})
    assert answer.status_code == 422
    assert "请选择“报送单位”是哪一列。" in answer.text


def test_two_meanings_for_one_column_are_refused(client, scene):
    batch = received(scene, rows_of_the_worked_month())
    columns = {f"column_{key}": place for key, place in batch.columns.items()} | {"column_kind": "2"}
    answer = client.post(to("columns", batch), columns | {"which_day": "first", "doubles": "skip"})
    assert answer.status_code == 409
    assert "同一列不能对应两项内容" in answer.text


def test_another_sheet_is_read_when_it_is_chosen(client, scene):
    file = xlsx(("说明", [["请看第二张表"]]), ("2025年", rows_of_the_worked_month()))
    batch = worked(receiving.receive(scene.office, "uses", file, by=scene.scorer))
    client.post(to("sheet", batch), {"sheet": "2025年", "heading": 1})
    batch = worked(batch)
    assert (batch.sheet, batch.rows_found, batch.headings) == ("2025年", 11, HEADINGS)


def test_every_fault_is_shown_and_handed_out_with_its_row(client, scene):
    rows = rows_of_the_worked_month()
    rows[3][2], rows[5][7] = "", "=TODAY()"
    batch = looked_at(scene, rows, names=NEW_UNITS)
    page = client.get(batch.get_absolute_url()).text
    sheet = load_workbook(BytesIO(client.get(to("errors", batch)).content)).active
    assert "有 2 行有误，一行也不能导入" in page
    assert "确认导入" not in page
    assert [[cell.value for cell in row][:3] for row in sheet.iter_rows()] == [
        ["原表行号", "错误", "序号"],
        ["4", "标题：不能为空", "3"],
        ["6", "采用日期：是公式，请在原表中把它粘贴为数值后重新上传", "5"],
    ]


def test_a_refusal_to_undo_names_what_stands_in_the_way(client, scene):
    batch = loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    later = loaded(scene, rows_of_the_worked_month("2025-08-10"))
    blocked = client.get(to("undo", batch)).text
    open_ = client.get(to("undo", later)).text
    assert "后来导入的“采用：登记簿.xlsx”用到这里的单位" in blocked
    assert ("确认撤销" in blocked, "确认撤销" in open_) == (False, True)


def test_a_register_is_taken_back_from_its_page(client, scene):
    batch = loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    kept = client.post(to("undo", batch), {"reason": ""})
    client.post(to("undo", batch), {"reason": "年份错了"})
    batch = worked(batch)
    assert (kept.status_code, batch.state, Adoption.objects.count()) == (422, HistoryState.UNDONE, 0)
    assert "年份错了" in client.get(batch.get_absolute_url()).text


def test_a_register_is_given_up_before_it_was_loaded(client, scene):
    batch = received(scene, rows_of_the_worked_month())
    client.post(to("drop", batch))
    batch.refresh_from_db()
    assert batch.state == HistoryState.DROPPED


def test_the_file_is_handed_out_as_it_came_and_that_is_written_down(client, scene):
    batch = received(scene, rows_of_the_worked_month())
    answer = client.get(to("file", batch))
    content = b"".join(answer.streaming_content)
    with batch.file.open("rb") as kept:
        assert content == kept.read()
    assert "下载历史登记表" in [event.label for event in Event.objects.about(batch)]


@pytest.mark.parametrize("kind", History.Kind.values)
def test_each_kind_has_a_template_that_its_own_reader_understands(client, scene, kind):
    content = client.get(reverse("scoring:history_template"), {"kind": kind}).content
    rows = [
        [str(cell.value or "").rstrip("*") for cell in row] for row in load_workbook(BytesIO(content)).active
    ]
    assert missing(kind, guess(kind, headings_at([(1, rows[0])], 1))) == []


def test_past_scores_stand_beside_what_a_book_gives(client, scene):
    loaded(scene, rows_of_the_worked_month(), names=NEW_UNITS)
    rows = [["单位", "月份", "得分"], ["甲镇总工会", "2025年9月", "45"], ["丙局工会", "2025年9月", "30"]]
    loaded(scene, rows, kind="scores")
    page = client.get(reverse("scoring:history_scores")).text
    assert PastScore.objects.count() == 2
    assert "2 个单位" not in page
    assert "3 个单位，其中 <b>1</b> 个得分不一致" in page
    assert "+5" in page


def test_others_at_the_desk_are_told_whose_act_it_is(client, scene):
    batch = received(scene, rows_of_the_worked_month())
    client.force_login(UserFactory(home=scene.office, role=Role.CHECKER))
    assert client.get(reverse("scoring:history")).status_code == 403
    assert client.get(batch.get_absolute_url()).status_code == 404


def test_the_list_costs_the_same_for_many_registers(client, scene, django_assert_max_num_queries):
    for _ in range(3):
        received(scene, [["单位"], ["甲"]])
    with django_assert_max_num_queries(12):
        client.get(reverse("scoring:history"))
