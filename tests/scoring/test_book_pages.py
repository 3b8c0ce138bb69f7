"""Rule books on screen: begun from a file or the example, edited as rows, frozen once enacted."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Event
from accounts.refusal import Refused
from accounts.roles import Role
from scoring import actions, books
from scoring.actions.books import mark_of
from scoring.models import Book
from scoring.sections import SECTIONS
from tests.factories import OfficeFactory, UnitFactory, UserFactory
from tests.scoring.pages import tables, words
from tests.scoring.sent import as_dict, sent_back
from tests.scoring.stage import NOVEMBER_5, SEPTEMBER, stage, worked_month

pytestmark = pytest.mark.django_db
NEW, FILE = "/scoring/books/new/", "/scoring/books/new/file/"


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene(client):
    made = stage(book=False)
    client.force_login(made.scorer)
    return made


@pytest.fixture
def draft(scene):
    return actions.new_book(scene.office, books.example_text("r1"), since=SEPTEMBER, by=scene.scorer)


def at(book, slug):
    return reverse("scoring:book_section", args=[book.pk, slug])


def shown(client, book, slug):
    """The section's form as the browser would send it back."""
    return sent_back(client.get(at(book, slug)).content.decode())


def save(client, book, slug, **changes):
    data = as_dict(shown(client, book, slug)) | changes
    return client.post(at(book, slug), data)


def url(name, book):
    return reverse(f"scoring:{name}", args=[book.pk])


def test_an_example_is_one_click_away(client, scene):
    answer = client.post("/scoring/books/new/r1/")
    book = Book.objects.get()
    assert answer.url == at(book, "basics")
    assert (book.name, book.version, book.since) == ("某市总工会工会信息工作考核办法", 1, date(2026, 11, 1))
    assert (book.enacted_at, books.load(book.source)) == (None, books.example("r1"))


def test_every_shipped_book_is_offered_with_its_kind(client, scene):
    page = client.get(NEW)
    assert [one.code for one in page.context["shipped"]] == sorted(
        (path.stem for path in books.EXAMPLES.glob("*.toml")), key=lambda code: int(code[1:])
    )


def test_an_example_taken_twice_becomes_the_next_version(client, scene):
    for _ in range(2):
        client.post("/scoring/books/new/r1/")
    assert sorted(Book.objects.values_list("version", flat=True)) == [1, 2]


def test_a_book_is_begun_with_nothing_but_its_name(client, scene):
    answer = client.post(NEW, {"name": "本区办法", "since": "2026-09-01"})
    book = Book.objects.get()
    assert answer.url == at(book, "basics")
    assert (book.name, books.load_draft(book.source).rules) == ("本区办法", ())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "since": "2026-09-01"}, "请填写办法的名称。"),
        ({"name": "甲", "since": ""}, "请填写施行日期。"),
        ({"name": "甲", "since": "1026-09-01"}, "请核对年份"),
    ],
    ids=["no-name", "no-day", "mistyped-day"],
)
def test_a_blank_book_needs_a_name_and_a_day(client, scene, fields, sentence):
    page = client.post(NEW, fields)
    assert (page.status_code, Book.objects.count()) == (422, 0)
    assert sentence in page.content.decode()


def test_an_empty_book_cannot_be_enacted(client, scene):
    client.post(NEW, {"name": "本区办法", "since": "2026-09-01"})
    page = client.post(url("book_enact", Book.objects.get()))
    assert page.status_code == 409
    assert "还没有任何计分条款" in page.content.decode()


def test_a_bad_file_is_named_line_by_line_and_kept(client, scene):
    text = 'name = "办法"\nversion = 1\nmulti = "highst"\n\n[[rules]]\ncode = "a"\nlevel = "county"\npoints = -1\n'
    page = client.post(FILE, {"since": "2026-09-01", "text": text})
    assert page.status_code == 422
    assert [(problem.line, problem.key) for problem in page.context["problems"]] == [
        (3, "multi"),
        (8, "points"),
    ]
    assert "第 8 行 points ：应为0到9999的数" in words(page.content.decode())
    assert page.context["form"]["text"].value() == text
    assert Book.objects.count() == 0


def test_the_words_of_a_bad_upload_can_be_corrected_in_the_box(client, scene):
    file = SimpleUploadedFile("办法.toml", "name = “办法”\n".encode())
    page = client.post(FILE, {"since": "2026-09-01", "file": file, "text": ""})
    assert page.context["problems"][0].message == '用了全角符号，请改用英文的 = " [ ] ,'
    assert page.context["form"]["text"].value() == "name = “办法”\n"


def test_a_file_that_is_no_text_is_refused(client, scene):
    file = SimpleUploadedFile("办法.toml", b"\xff\xfe\x00PK\x03\x04")
    page = client.post(FILE, {"since": "2026-09-01", "file": file})
    assert page.context["form"].errors["file"] == ["文件不是UTF-8编码的文本，请另存为UTF-8后再上传。"]


def test_nothing_at_all_is_asked_for(client, scene):
    page = client.post(FILE, {"since": "2026-09-01", "text": " "})
    assert page.context["form"].non_field_errors() == ["请上传规则文件，或在下面写明规则。"]


def test_a_version_is_used_once(client, scene, draft):
    page = client.post(FILE, {"since": "2026-09-01", "text": draft.source})
    assert page.status_code == 422
    assert "已有《某市总工会工会信息工作考核办法》第1版，请改用别的版本号。" in page.content.decode()
    assert page.context["form"]["text"].value() == draft.source


def test_the_page_is_a_readable_price_table(client, scene, draft):
    page = client.get(url("book", draft))
    assert tables(page)[0] == [
        ["刊物", "全文", "简讯", "综合"],
        ["区县级工会刊物", "10", "5", "10"],
        ["区县级党委刊物", "15", "–", "15"],
        ["市级工会刊物", "15", "10", "15"],
        ["市级党委刊物", "20", "10", "20"],
        ["省级工会刊物", "25", "10", "25"],
        ["省级党委刊物", "30", "15", "30"],
        ["中央工会刊物", "40", "15", "40"],
        ["中央党委刊物", "50", "25", "50"],
    ]
    assert "同一条信息被多次采用：累加计分" in page.content.decode()


def test_own_kinds_of_use_have_columns_of_their_own(client, scene):
    book = actions.new_book(scene.office, books.example_text("r14"), since=SEPTEMBER, by=scene.scorer)
    assert tables(client.get(url("book", book)))[0][0] == ["刊物", "全文", "简讯", "综合", "约稿或调研"]


def test_a_named_publication_stands_in_the_table_by_its_name(client, scene):
    code = scene.carriers["own"].code
    source = f'name = "办法"\nversion = 1\nmulti = "highest"\n[[rules]]\ncode = "本刊"\ncarrier = "{code}"\npoints = "0.5"\n'
    book = actions.new_book(scene.office, source, since=SEPTEMBER, by=scene.scorer)
    page = client.get(url("book", book))
    assert tables(page)[0][1] == ["《工运信息》", "0.5", "0.5", "0.5"]


@pytest.mark.parametrize("slug", [section.slug for section in SECTIONS])
def test_saving_a_section_unchanged_changes_nothing(client, scene, draft, slug):
    assert save(client, draft, slug).status_code == 302
    draft.refresh_from_db()
    assert (books.load(draft.source), draft.since) == (books.example("r1"), SEPTEMBER)


def test_rows_are_edited_added_and_deleted(client, scene, draft):
    changes = {
        "rules-0-points": "12.5",
        "rules-1-gone": "on",
        "rules-n": "16",
        "rules-15-code": "市委专报",
        "rules-15-carrier": [scene.carriers["party"].code],
        "rules-15-points": "30",
    }
    assert save(client, draft, "prices", **changes).url == at(draft, "prices")
    save(client, draft, "basics", since="2026-10-01")
    save(client, draft, "repeats", **{"top-multi": "highest"})
    draft.refresh_from_db()
    book = books.load(draft.source)
    prices = {rule.code: rule.points for rule in book.rules}
    assert (book.multi, draft.since) == ("highest", date(2026, 10, 1))
    assert (prices["county-union-full"], prices["市委专报"]) == (Decimal("12.5"), Decimal(30))
    assert "county-union-brief" not in prices


def test_a_row_is_added_without_script_and_nothing_typed_is_lost(client, scene, draft):
    data = as_dict(shown(client, draft, "prices")) | {"rules-0-points": "77", "add": "rules"}
    page = client.post(at(draft, "prices"), data)
    again = sent_back(page.content.decode())
    assert (page.status_code, again["rules-n"], again["rules-0-points"]) == (200, "16", "77")
    assert Book.objects.get().source == draft.source


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rules-1-use": "full"}, "与第1行的“county-union-full”同样具体，会同时适用"),
        ({"rules-1-code": "county-union-full"}, "“county-union-full”与第1行重复"),
        ({"rules-1-points": "1.234"}, "小数最多两位"),
        ({"rules-1-points": ""}, "缺少分值"),
        ({"rules-1-points": "五分"}, "请填写数字，如 5 或 0.5。"),
        ({"use_as-0-as": ""}, "请选择。"),
    ],
    ids=["clash", "code-twice", "decimals", "no-number", "no-digits", "half-likened"],
)
def test_what_cannot_stand_is_told_at_its_row_and_kept(client, scene, draft, changes, sentence):
    page = save(client, draft, "prices", **changes | {"rules-0-points": "77"})
    assert page.status_code == 422
    assert sentence in words(page.content.decode())
    assert sent_back(page.content.decode())["rules-0-points"] == "77"
    draft.refresh_from_db()
    assert draft.source == books.example_text("r1")


def test_a_save_over_a_newer_text_is_refused_and_both_are_shown(client, scene, draft):
    mine = as_dict(shown(client, draft, "prices")) | {"rules-0-points": "77"}
    save(client, draft, "repeats", **{"top-multi": "highest"})
    page = client.post(at(draft, "prices"), mine)
    markup = page.content.decode()
    assert page.status_code == 409
    assert "在您打开以后已由他人修改" in markup
    assert "同一条信息被多次采用：就高不就低" in markup
    assert sent_back(markup)["rules-0-points"] == "77"
    assert client.post(at(draft, "prices"), mine | {"over": page.context["mark"]}).status_code == 302
    book = books.load(Book.objects.get().source)
    assert (book.multi, book.rules[0].points) == ("highest", 77)


def test_a_name_and_version_another_book_has_is_refused_in_words(client, scene, draft):
    other = actions.copy_book(draft, by=scene.scorer)
    page = save(client, other, "basics", **{"top-version": "1"})
    assert page.status_code == 422
    assert "第1版，请改用别的版本号。" in page.content.decode()


def test_a_draft_keeps_its_comments_when_changed_as_a_file(client, scene, draft):
    page = client.get(url("book_file", draft))
    data = as_dict(sent_back(page.content.decode(), "file"))
    changed = draft.source.replace("points = 10", "points = 11", 1)
    answer = client.post(url("book_file", draft), data | {"text": changed})
    draft.refresh_from_db()
    assert answer.url == url("book", draft)
    assert (draft.source.count("#"), books.load(draft.source).rules[0].points) == (changed.count("#"), 11)
    assert "注释不再保留" in client.get(at(draft, "prices")).content.decode()


@pytest.mark.parametrize(
    ("text", "since", "status", "sentence"),
    [
        ('name = "办法"\nversion = 1\nmulti = "hihgest"\n', "2026-09-01", 422, "第 3 行 multi"),
        (books.example_text("r1"), "1026-09-01", 422, "请核对年份"),
        (books.example_text("r1"), "", 422, "这个字段是必填项"),
    ],
    ids=["bad-line", "mistyped-day", "no-day"],
)
def test_a_bad_file_does_not_touch_the_draft(client, scene, draft, text, since, status, sentence):
    page = client.post(url("book_file", draft), {"text": text, "since": since, "seen": mark_of(draft)})
    assert page.status_code == status
    assert sentence in words(page.content.decode())
    assert Book.objects.get().source == draft.source


def test_a_file_over_a_newer_text_is_refused_and_kept(client, scene, draft):
    data = {"text": draft.source + "# 我的", "since": "2026-09-01", "seen": mark_of(draft)}
    save(client, draft, "repeats", **{"top-multi": "highest"})
    page = client.post(url("book_file", draft), data)
    assert page.status_code == 409
    assert "# 我的" in page.content.decode()


def test_a_draft_is_discarded_but_stays_readable(client, scene, draft):
    assert "仍保留" in client.get(url("book_discard", draft)).content.decode()
    client.post(url("book_discard", draft))
    draft.refresh_from_db()
    page = client.get("/scoring/books/")
    assert draft.discarded_by == scene.scorer
    assert [list(page.context["books"]), list(page.context["discarded"])] == [[], [draft]]
    assert client.get(url("book", draft)).status_code == 200
    for act in (
        lambda: actions.discard_book(draft, by=scene.scorer),
        lambda: actions.enact_book(draft, by=scene.scorer),
        lambda: actions.save_book(draft, draft.source, since=SEPTEMBER, by=scene.scorer),
    ):
        with pytest.raises(Refused, match="已作废，不能再改"):
            act()
    assert actions.copy_book(draft, by=scene.scorer).version == 2


def test_enacting_asks_first(client, scene, draft):
    assert "发布后不能再改" in client.get(url("book_enact", draft)).content.decode()
    draft.refresh_from_db()
    assert draft.enacted_at is None
    client.post(url("book_enact", draft))
    draft.refresh_from_db()
    assert draft.enacted_by == scene.scorer


def test_enacting_names_the_months_and_units_it_changes(client, scene, draft):
    worked_month(scene)
    page = client.get(url("book_enact", draft))
    impact = page.context["impact"]
    assert impact.changed == [SEPTEMBER]
    assert tables(page)[0] == [
        ["单位", "2026年9月", "合计"],
        ["甲镇总工会", "0 → 45", "0 → 45"],
        ["乙街道总工会", "0 → 30", "0 → 30"],
        ["丙局工会", "0 → 35", "0 → 35"],
    ]


def test_enacting_shows_only_what_differs_from_the_book_in_force(client, scene, draft):
    units = worked_month(scene)
    actions.enact_book(draft, by=scene.scorer)
    copy = actions.copy_book(draft, by=scene.scorer)
    source = copy.source.replace("points = 10\n", "points = 11\n", 1)  # county-union-full
    actions.save_book(copy, source, since=date(2026, 9, 8), by=scene.scorer)
    page = client.get(url("book_enact", copy))
    assert [(one.unit, one.old, one.new) for one in page.context["impact"].shifts] == [
        (units.jia, 45, 47),
        (units.yi, 30, 31),
        (units.bing, 35, 36),
    ]
    assert "施行日期不在月初" in page.content.decode()


def test_an_enacted_book_refuses_editing(client, scene, draft):
    data = as_dict(shown(client, draft, "repeats"))
    actions.enact_book(draft, by=scene.scorer)
    answer = client.post(at(draft, "repeats"), data | {"top-multi": "highest"}, follow=True)
    assert "不能再改；请复制成新版本后修改。" in answer.content.decode()
    with pytest.raises(Refused):
        actions.save_book(draft, draft.source, since=SEPTEMBER, by=scene.scorer)
    with pytest.raises(Refused):
        actions.enact_book(draft, by=scene.scorer)
    assert books.load(Book.objects.get().source) == books.example("r1")


def test_a_book_does_not_reach_into_closed_months(scene, draft):
    actions.enact_book(draft, by=scene.scorer)
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)
    copy = actions.copy_book(draft, by=scene.scorer)
    actions.save_book(copy, copy.source, since=date(2026, 9, 30), by=scene.scorer)
    with pytest.raises(Refused) as refusal:
        actions.enact_book(copy, by=scene.scorer)
    assert str(refusal.value) == "2026年9月及以前已关账，施行日期须在此之后。"


def test_an_unused_book_is_taken_out_of_force_for_a_reason_and_becomes_a_draft(client, scene, draft):
    actions.enact_book(draft, by=scene.scorer)
    assert client.post(url("book_withdraw", draft), {"reason": " "}).status_code == 409
    client.post(url("book_withdraw", draft), {"reason": "分值有误"})
    draft.refresh_from_db()
    assert (draft.enacted_at, draft.enacted_by) == (None, None)
    assert list(Event.objects.filter(verb="withdraw-book").values_list("note", flat=True)) == ["分值有误"]
    assert save(client, draft, "repeats").status_code == 302


def test_a_book_a_closed_month_used_is_never_taken_out_of_force(client, scene, draft):
    actions.enact_book(draft, by=scene.scorer)
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)
    assert "不能撤销施行" in client.get(url("book_withdraw", draft)).content.decode()
    with pytest.raises(Refused, match="已有月份按"):
        actions.withdraw_book(draft, by=scene.scorer, reason="分值有误")
    assert not client.get(url("book", draft)).context["may_withdraw"]


def test_two_versions_beside_each_other_say_which_sentences_differ(client, scene, draft):
    copy = actions.copy_book(draft, by=scene.scorer)
    source = copy.source.replace("points = 10\n", "points = 11\n", 1).replace("accumulate", "highest")
    actions.save_book(copy, source, since=SEPTEMBER, by=scene.scorer)
    page = client.get(url("book_compare", copy), {"with": draft.pk})
    assert [(one.heading, one.gone, one.come) for one in page.context["changes"]] == [
        ("分值", ["区县级工会刊物全文采用，每条10分"], ["区县级工会刊物全文采用，每条11分"]),
        (
            "多次采用",
            ["同一条信息被多次采用：累加计分"],
            ["同一条信息被多次采用：就高不就低（一个考核年度内）"],
        ),
    ]


def test_the_book_is_printed_in_words(client, scene, draft):
    page = words(client.get(url("book_print", draft)).content.decode())
    assert "草稿，拟自2026年9月1日起施行" in page
    assert "区县级工会刊物全文采用，每条10分" in page


MISTYPED = [date(1, 1, 1), date(26, 9, 1), date(2024, 12, 31), date(2027, 11, 7), date(2099, 9, 1)]
CHECK_THE_YEAR = "施行日期须在2025年01月01日至2027年11月06日之间，请核对年份。"


@pytest.mark.parametrize("since", MISTYPED)
def test_a_mistyped_date_is_refused_when_a_book_is_begun_saved_and_enacted(scene, draft, since):
    source = draft.source.replace("version = 1", "version = 2")
    refusals = []
    for act in (
        lambda: actions.new_book(scene.office, source, since=since, by=scene.scorer),
        lambda: actions.save_book(draft, draft.source, since=since, by=scene.scorer),
        lambda: actions.enact_book(draft, by=scene.scorer),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        refusals.append(str(refusal.value))
        Book.objects.filter(pk=draft.pk).update(since=since)
    assert refusals == [CHECK_THE_YEAR] * 3


@pytest.mark.parametrize("since", [date(2025, 1, 1), date(2027, 11, 6)])
def test_a_book_may_begin_last_year_or_within_a_year(scene, draft, since):
    actions.save_book(draft, draft.source, since=since, by=scene.scorer)
    assert actions.enact_book(draft, by=scene.scorer).since == since


def test_a_year_that_starts_in_december_reaches_back_to_its_december(scene):
    source = books.example_text("r1").replace("year_starts = 1 ", "year_starts = 12 ")
    book = actions.new_book(scene.office, source, since=date(2024, 12, 1), by=scene.scorer)
    assert book.since == date(2024, 12, 1)


def test_enacting_says_how_many_months_must_then_be_closed(client, scene, draft):
    url = reverse("scoring:book_enact", args=[draft.pk])
    assert "发布后须逐月关账：2026年9月至2026年10月，共 2 个月。" in words(client.get(url).content.decode())
    actions.save_book(draft, draft.source, since=date(2026, 11, 1), by=scene.scorer)
    assert "逐月关账" not in client.get(url).content.decode()


def test_a_copy_is_the_next_version(client, scene, draft):
    actions.enact_book(draft, by=scene.scorer)
    client.post(reverse("scoring:book_copy", args=[draft.pk]))
    copy = Book.objects.get(enacted_at=None)
    assert (copy.name, copy.version) == (draft.name, 2)
    assert books.load(copy.source).rules == books.load(draft.source).rules


def test_the_export_reads_back(client, scene, draft):
    response = client.get(reverse("scoring:book_toml", args=[draft.pk]))
    assert books.load(response.content.decode()) == books.example("r1")


def test_of_two_books_of_one_day_the_one_enacted_last_counts(scene, draft):
    actions.enact_book(draft, by=scene.scorer)
    copy = actions.copy_book(draft, by=scene.scorer)
    actions.save_book(copy, copy.source, since=SEPTEMBER, by=scene.scorer)
    with pytest.raises(Refused, match="也从2026年09月01日起施行"):
        actions.enact_book(copy, by=scene.scorer)
    actions.enact_book(copy, by=scene.scorer, replacing=True)
    assert Book.objects.in_force(scene.office, SEPTEMBER) == copy


def test_drafts_are_the_desks_and_enacted_books_everybodys(client, scene, draft):
    informant = UserFactory(home=UnitFactory(parent=scene.office), role=Role.INFORMANT)
    client.force_login(informant)
    assert client.get(reverse("scoring:book", args=[draft.pk])).status_code == 404
    actions.enact_book(draft, by=scene.scorer)
    assert client.get(reverse("scoring:book", args=[draft.pk])).status_code == 200
    assert draft.name in client.get("/scoring/books/").content.decode()


READ = ["book", "book_print", "book_toml"]
POSTED = ["book_copy"]
WRITE = ["book_edit", "book_file", "book_enact", "book_withdraw", "book_discard", "book_try", "book_try_xlsx"]


@pytest.mark.parametrize("page", [*READ, *WRITE, *POSTED])
def test_a_stranger_finds_no_book(client, scene, draft, page):
    client.force_login(UserFactory(home=OfficeFactory(name="邻区"), role=Role.SCORER))
    send = client.post if page in POSTED else client.get
    assert send(reverse(f"scoring:{page}", args=[draft.pk])).status_code == 404
    assert client.get(at(draft, "prices")).status_code == 404
    assert client.get(url("book_compare", draft), {"with": draft.pk}).status_code == 404


@pytest.mark.parametrize("page", [*WRITE, *POSTED])
def test_an_editor_reads_but_does_not_write(client, scene, draft, page):
    client.force_login(UserFactory(home=scene.office, role=Role.EDITOR))
    send = client.get if page == "book_try_xlsx" else client.post
    assert send(reverse(f"scoring:{page}", args=[draft.pk])).status_code == 403
    assert client.post(at(draft, "prices")).status_code == 403
    for place in (NEW, FILE, "/scoring/books/new/r1/"):
        assert (
            client.post(place, {"since": "2026-09-01", "text": draft.source, "name": "甲"}).status_code == 403
        )
    assert (Book.objects.count(), client.get(url("book", draft)).status_code) == (1, 200)


def test_the_shelf_and_a_book_cost_the_same_for_few_and_many(
    client, scene, draft, django_assert_max_num_queries
):
    for _ in range(12):
        actions.copy_book(draft, by=scene.scorer)
    for page, most in (("/scoring/books/", 14), (url("book", draft), 22), (at(draft, "prices"), 16)):
        with django_assert_max_num_queries(most):
            client.get(page)
