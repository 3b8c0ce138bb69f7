"""Rule books on screen: begun from a file or the example, edited as rows, frozen once enacted."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.refusal import Refused
from accounts.roles import Role
from scoring import actions, books
from scoring.models import Book
from tests.factories import OfficeFactory, UnitFactory, UserFactory
from tests.scoring.pages import tables, words
from tests.scoring.stage import NOVEMBER_5, SEPTEMBER, stage

pytestmark = pytest.mark.django_db
NEW = "/scoring/books/new/"


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


def rows_of(client, book):
    """The rows of the editing page as the browser would send them back."""
    page = client.get(reverse("scoring:book_edit", args=[book.pk]))
    form, formset = page.context["form"], page.context["formset"]
    data = {name: form[name].value() for name in form.fields}
    for inner in (formset.management_form, *formset):
        data |= {bound.html_name: bound.value() for bound in inner if bound.value() is not None}
    return data


def edit(client, book, data):
    return client.post(reverse("scoring:book_edit", args=[book.pk]), data)


def test_the_example_is_one_click_away(client, scene):
    page = client.get(f"{NEW}?example=r1")
    text = page.context["form"].initial["text"]
    answer = client.post(NEW, {"since": "2026-09-01", "text": text})
    book = Book.objects.get()
    assert answer.url == reverse("scoring:book", args=[book.pk])
    assert (book.name, book.version, book.since) == ("某市总工会工会信息工作考核办法", 1, SEPTEMBER)
    assert book.enacted_at is None


def test_a_bad_file_is_named_line_by_line_and_kept(client, scene):
    text = 'name = "办法"\nversion = 1\nmulti = "highst"\n\n[[rules]]\ncode = "a"\nlevel = "county"\npoints = -1\n'
    page = client.post(NEW, {"since": "2026-09-01", "text": text})
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
    page = client.post(NEW, {"since": "2026-09-01", "file": file, "text": ""})
    assert page.context["problems"][0].message == '用了全角符号，请改用英文的 = " [ ]'
    assert page.context["form"]["text"].value() == "name = “办法”\n"


def test_a_file_that_is_no_text_is_refused(client, scene):
    file = SimpleUploadedFile("办法.toml", b"\xff\xfe\x00PK\x03\x04")
    page = client.post(NEW, {"since": "2026-09-01", "file": file})
    assert page.context["form"].errors["file"] == ["文件不是UTF-8编码的文本，请另存为UTF-8后再上传。"]


def test_nothing_at_all_is_asked_for(client, scene):
    page = client.post(NEW, {"since": "2026-09-01", "text": " "})
    assert page.context["form"].non_field_errors() == ["请上传规则文件，或在下面写明规则。"]


def test_a_version_is_used_once(client, scene, draft):
    page = client.post(NEW, {"since": "2026-09-01", "text": draft.source})
    assert page.status_code == 422
    assert "已有《某市总工会工会信息工作考核办法》第1版，请改用别的版本号。" in page.content.decode()
    assert page.context["form"]["text"].value() == draft.source


def test_the_page_is_a_readable_price_table(client, scene, draft):
    page = client.get(reverse("scoring:book", args=[draft.pk]))
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
    assert "累加计分" in page.content.decode()


def test_a_named_publication_stands_in_the_table_by_its_name(client, scene):
    code = scene.carriers["own"].code
    source = f'name = "办法"\nversion = 1\nmulti = "highest"\n[[rules]]\ncode = "本刊"\ncarrier = "{code}"\npoints = "0.5"\n'
    book = actions.new_book(scene.office, source, since=SEPTEMBER, by=scene.scorer)
    page = client.get(reverse("scoring:book", args=[book.pk]))
    assert tables(page)[0][1] == ["《工运信息》", "0.5", "0.5", "0.5"]


def test_saving_the_rows_unchanged_changes_nothing(client, scene, draft):
    edit(client, draft, rows_of(client, draft))
    draft.refresh_from_db()
    assert books.load(draft.source) == books.example("r1")


def test_rows_are_edited_added_and_deleted(client, scene, draft):
    data = rows_of(client, draft)
    added = int(data["form-INITIAL_FORMS"])
    data |= {
        "multi": "highest",
        "since": "2026-10-01",
        "form-0-points": "12.5",
        "form-1-DELETE": "on",
        f"form-{added}-code": "市委专报",
        f"form-{added}-carrier": scene.carriers["party"].code,
        f"form-{added}-points": "30",
    }
    assert edit(client, draft, data).url == reverse("scoring:book", args=[draft.pk])
    draft.refresh_from_db()
    book = books.load(draft.source)
    prices = {rule.code: rule.points for rule in book.rules}
    assert (book.multi, draft.since) == ("highest", date(2026, 10, 1))
    assert (prices["county-union-full"], prices["市委专报"]) == (Decimal("12.5"), Decimal(30))
    assert "county-union-brief" not in prices


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"form-1-use": "full"}, "“county-union-brief”与“county-union-full”同样具体，会同时适用"),
        ({"form-1-code": "county-union-full"}, "规则代码不能重复，请改其中一条的代码。"),
        ({"form-1-points": "1.234"}, "分值的小数最多两位。"),
        ({"form-1-points": ""}, "请填写分值。"),
        ({f"form-{row}-DELETE": "on" for row in range(15)}, "至少要有一条规则"),
    ],
)
def test_rows_that_cannot_stand_together_are_named_and_kept(client, scene, draft, changes, sentence):
    data = rows_of(client, draft) | {"name": "改过的名称"} | changes
    page = edit(client, draft, data)
    assert page.status_code == 422
    assert sentence in words(page.content.decode())
    assert page.context["form"]["name"].value() == "改过的名称"
    draft.refresh_from_db()
    assert draft.name == "某市总工会工会信息工作考核办法"


def test_enacting_asks_first(client, scene, draft):
    url = reverse("scoring:book_enact", args=[draft.pk])
    assert "发布后不能再改" in client.get(url).content.decode()
    draft.refresh_from_db()
    assert draft.enacted_at is None
    client.post(url)
    draft.refresh_from_db()
    assert draft.enacted_by == scene.scorer


def test_an_enacted_book_refuses_editing(client, scene, draft):
    data = rows_of(client, draft)
    actions.enact_book(draft, by=scene.scorer)
    answer = client.post(
        reverse("scoring:book_edit", args=[draft.pk]), data | {"multi": "highest"}, follow=True
    )
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


@pytest.mark.parametrize(
    ("written", "chosen", "kept"),
    [
        ('brief = "full"', "", {"brief": "full"}),
        ('brief = "full"', "full", {"brief": "full", "composite": "full"}),
        ('composite = "full"', "brief", {"composite": "brief"}),
        ('composite = "full"', "", {}),
    ],
)
def test_the_rows_change_only_how_composites_are_priced(client, scene, written, chosen, kept):
    source = books.example_text("r1").replace('composite = "full"', written)
    book = actions.new_book(scene.office, source, since=SEPTEMBER, by=scene.scorer)
    assert edit(client, book, rows_of(client, book) | {"use_as": chosen}).status_code == 302
    assert books.load(Book.objects.get().source).use_as == kept


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
    actions.enact_book(copy, by=scene.scorer)
    assert Book.objects.in_force(scene.office, SEPTEMBER) == copy


def test_drafts_are_the_desks_and_enacted_books_everybodys(client, scene, draft):
    informant = UserFactory(home=UnitFactory(parent=scene.office), role=Role.INFORMANT)
    client.force_login(informant)
    assert client.get(reverse("scoring:book", args=[draft.pk])).status_code == 404
    actions.enact_book(draft, by=scene.scorer)
    assert client.get(reverse("scoring:book", args=[draft.pk])).status_code == 200
    assert draft.name in client.get("/scoring/books/").content.decode()


@pytest.mark.parametrize("page", ["book", "book_edit", "book_enact", "book_copy", "book_toml"])
def test_a_stranger_finds_no_book(client, scene, draft, page):
    client.force_login(UserFactory(home=OfficeFactory(name="邻区"), role=Role.SCORER))
    send = client.post if page == "book_copy" else client.get
    assert send(reverse(f"scoring:{page}", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("page", ["book_edit", "book_enact", "book_copy"])
def test_an_editor_reads_but_does_not_write(client, scene, draft, page):
    client.force_login(UserFactory(home=scene.office, role=Role.EDITOR))
    assert client.post(reverse(f"scoring:{page}", args=[draft.pk])).status_code == 403
    assert client.post(NEW, {"since": "2026-09-01", "text": draft.source}).status_code == 403
    assert Book.objects.count() == 1
