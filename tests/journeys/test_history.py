"""From a register in a drawer to last year's scores: the scorer brings it in and tries a book on it."""

from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import expect

from scoring import actions, books
from scoring.models import PastScore
from tests.journeys.steps import log_in
from tests.scoring.registers import rows_of_the_worked_month, xlsx
from tests.scoring.stage import stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    scene = stage()
    scene.unit("丁局工会")
    return scene


def upload(page, rows, kind, tmp_path):
    """The register as a file on the scorer's desk, through the form."""
    path = tmp_path / f"{kind}.xlsx"
    path.write_bytes(xlsx(rows).read())
    page.goto("/scoring/history/")
    page.get_by_label("登记的内容").select_option(label=kind)
    page.get_by_label("表格文件").set_input_files(path)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.locator("main h1")).to_contain_text(f"{kind}：{kind}.xlsx")


def test_a_register_of_last_year_is_brought_in_tried_and_compared(page, scene, tmp_path, shot):
    log_in(page, scene.scorer)
    bring_in_the_uses(page, tmp_path, shot)
    assert tried(page, scene) == {"甲镇总工会": "45", "丙局工会": "35", "乙街道总工会": "30", "丁局工会": "0"}

    scores = [["单位", "月份", "得分"], ["甲镇总工会", "2025年9月", 45], ["丙局工会", "2025年9月", 30]]
    upload(page, scores, "得分", tmp_path)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator("main h1")).to_contain_text("已导入")
    page.goto("/scoring/history/scores/")
    expect(page.locator("tr.different")).to_contain_text("丙局工会")
    shot(page, "history-scores")
    assert PastScore.objects.count() == 2


def bring_in_the_uses(page, tmp_path, shot):
    """Columns as they were guessed, three units nobody knows, the preview, the rows."""
    title = [["2025年9月工会信息采用登记簿"]]
    upload(page, [*title, *rows_of_the_worked_month(), ["合计", 10]], "采用", tmp_path)
    expect(page.get_by_role("cell", name="走访慰问困难职工")).to_be_visible()
    shot(page, "history-columns")
    page.get_by_role("button", name="下一步").click()
    for unit in ("甲镇总工会", "乙街道总工会", "丙局工会"):
        page.get_by_label(unit).select_option("new")
    shot(page, "history-names")
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("main")).to_contain_text("检查无误")
    shot(page, "history-preview")
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator("main h1")).to_contain_text("已导入")
    expect(page.locator("main")).to_contain_text("采用 10 条")
    shot(page, "history-loaded")


def tried(page, scene):
    """考核办法 → 试算: each unit's score by the draft."""
    source = books.dump(replace(books.example("r1"), version=2))
    draft = actions.new_book(scene.office, source, since=date(2027, 1, 1), by=scene.scorer)
    page.goto(f"/scoring/books/{draft.pk}/try/?first=2025-09&last=2025-09")
    rows = page.locator("table.ranking tbody tr")
    expect(rows.first).to_be_visible()
    names = [text.split("\n")[0] for text in rows.locator("td:first-child").all_inner_texts()]
    return dict(zip(names, rows.locator("td.fw-semibold").all_inner_texts(), strict=True))
