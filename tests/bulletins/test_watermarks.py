"""Copies that name their reader: the signed bytes stay, and stand inside the copy."""

import hashlib
import io
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import docx
import pypdf
import pytest
import time_machine
from django.urls import reverse

from accounts.models import Event
from bulletins import fonts, pdf, pdf_watermark, word, word_watermark
from bulletins.actions import documents
from bulletins.paper import Block, Piece
from tests.bulletins.conftest import open_office
from tests.bulletins.specimen import SPECIMEN

FACES = fonts.find(system=())
WORDS = "海淀镇总工会　龚㛃　2026-11-21 18:20"
MOMENT = datetime(2031, 5, 4, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"


def words_on(page):
    return "".join(page.extract_text().split())


def sheets_of(content):
    """What the watermark of each page is made of."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return [page["/Resources"]["/XObject"]["/Reader"] for page in reader.pages]


def words_under(content):
    """The watermark of the headers of odd and of even pages."""
    section = docx.Document(io.BytesIO(content)).sections[0]
    return [
        [words for path in header._element.iter(TEXTPATH) if (words := path.get("string"))]
        for header in (section.header, section.even_page_header)
    ]


# ---- the marks


def test_the_copy_of_a_pdf_begins_with_the_signed_bytes_and_adds_one_sheet_to_every_page():
    signed = pdf.render(SPECIMEN, FACES)

    copy = pdf_watermark.marked(signed, WORDS, FACES)

    assert copy[: len(signed)] == signed
    assert len(sheets_of(copy)) == 5
    assert len({sheet.hash_bin() for sheet in sheets_of(copy)}) == 1
    assert len(copy) - len(signed) < 20_000


def test_a_marked_page_still_reads_as_before_and_names_the_reader():
    signed = pdf.render(SPECIMEN, FACES)
    copy = pypdf.PdfReader(io.BytesIO(pdf_watermark.marked(signed, WORDS, FACES)))
    original = pypdf.PdfReader(io.BytesIO(signed))

    drawn = [pypdf.PageObject.extract_text(page) for page in copy.pages]

    assert [page.extract_text() in text for page, text in zip(original.pages, drawn, strict=True)] == [
        True
    ] * 5
    sheet = copy.pages[0]["/Resources"]["/XObject"]["/Reader"]
    assert sheet["/BBox"] == original.pages[0].mediabox
    assert "/FontFile2" in str(sheet["/Resources"]["/Font"]) or fonts_embedded(sheet) == [True]


def fonts_embedded(sheet):
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for font in sheet["/Resources"]["/Font"].values()
    ]
    return [bool({"/FontFile2", "/FontFile3"} & each.keys()) for each in descriptors]


def test_the_mark_is_see_through():
    sheet = sheets_of(pdf_watermark.marked(pdf.render(SPECIMEN, FACES), WORDS, FACES))[0]

    assert [state.get_object()["/ca"] < 0.2 for state in sheet["/Resources"]["/ExtGState"].values()] == [True]


def test_the_copy_of_a_word_file_carries_the_words_under_odd_and_even_pages():
    signed = word.render(SPECIMEN)

    copy = word_watermark.marked(signed, "海淀　“甲”<乙>&丙　2026-11-21 18:20")

    assert words_under(copy) == [["海淀　“甲”<乙>&丙　2026-11-21 18:20"]] * 2
    body = [docx.Document(io.BytesIO(each)).element.body for each in (signed, copy)]
    texts = [[node.text for node in each.iter() if node.tag.endswith("}t")] for each in body]
    assert texts[0] == texts[1]


def test_long_words_keep_the_shape_of_their_letters_on_the_page():
    def height_and_width(words):
        style = dict(
            part.split(":")
            for part in word_watermark.shape_of(words)[1].get("style").split(";")
            if ":" in part
        )
        return float(style["width"][:-2]), float(style["height"][:-2])

    assert height_and_width("清样") == (300, 150)
    wide, tall = height_and_width("很长的单位名称" * 3 + "　姓名　2026-11-21 18:20")
    assert (wide, tall) == (400, 12)


def test_an_issue_of_sixty_pages_is_marked_page_by_page():
    long = Piece("标题", blocks=(Block("p", "工" * 22 * 28),) * 60)
    signed = pdf.render(replace(SPECIMEN, pieces=(long,)), FACES)

    copy = pdf_watermark.marked(signed, WORDS, FACES)

    assert len(sheets_of(copy)) > 60
    assert len(copy) - len(signed) < 60_000


# ---- at the door


def made(issue):
    for document in issue.documents.all():
        documents.make(document.pk)
    return issue


def address(issue, kind, name="document"):
    return reverse(f"bulletins:{name}", args=[issue.publication.code, issue.year, issue.slug, kind])


@pytest.fixture
def signed(db):
    office = open_office(watermarks=True)
    office.signed_issue = made(office.signed())
    return office


def test_a_download_names_who_took_it_and_when(signed, as_user):
    with time_machine.travel(MOMENT, tick=False):
        answer = as_user(signed.leader).get(address(signed.signed_issue, "docx"))
        portable = as_user(signed.leader).get(address(signed.signed_issue, "pdf"))

    words = f"{signed.unit}　{signed.leader}　2031-05-04 09:30"
    assert words_under(answer.content) == [[words]] * 2
    assert len(sheets_of(portable.content)) == 1
    logged = Event.objects.about(signed.signed_issue).filter(label__startswith="下载")
    assert [(event.who, event.label, event.data["mark"]) for event in logged] == [
        (signed.leader, "下载Word", words),
        (signed.leader, "下载PDF", words),
    ]


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_frozen_bytes_and_the_hash_named_are_those_of_the_original(signed, as_user, kind):
    document = signed.signed_issue.documents.get(format=kind)
    before = bytes(document.content)

    answer = as_user(signed.leader).get(address(signed.signed_issue, kind))

    document.refresh_from_db()
    assert bytes(document.content) == before
    assert document.sha256 == hashlib.sha256(before).hexdigest()
    assert answer["ETag"] == f'W/"{document.sha256}"'
    assert document.sha256 in as_user(signed.leader).get(signed.signed_issue.number_url).text


def test_no_browser_keeps_one_readers_copy_for_the_next(signed, as_user):
    url = address(signed.signed_issue, "pdf")
    first = as_user(signed.leader).get(url)

    second = as_user(signed.informant).get(url, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "private, no-store"
    assert second.status_code == 200
    assert sheets_of(second.content)[0].get_data() != sheets_of(first.content)[0].get_data()


def test_the_desk_prints_from_the_original(signed, as_user):
    issue = signed.signed_issue
    document = issue.documents.get(format="pdf")

    desk = as_user(signed.editor).get(address(issue, "pdf", "original"))
    page = as_user(signed.editor).get(issue.number_url).text
    leader = as_user(signed.leader).get(address(issue, "pdf", "original"))
    leaders_page = as_user(signed.leader).get(issue.number_url).text

    assert desk.content == bytes(document.content)
    assert (leader.status_code, "无水印原件" in page, "无水印原件" in leaders_page) == (404, True, False)
    assert leaders_page.count("下载的文件每页印有您的姓名和下载时间") == 1


def test_a_name_that_no_font_has_does_not_keep_its_bearer_from_the_file(signed, as_user):
    signed.leader.name = "甲\U000f1234"
    signed.leader.save()

    answer = as_user(signed.leader).get(address(signed.signed_issue, "pdf"))

    assert len(sheets_of(answer.content)) == 1


def test_where_nothing_is_asked_the_bytes_leave_as_they_were_signed(office, as_user):
    issue = made(office.signed())

    answer = as_user(office.leader).get(address(issue, "pdf"))

    assert answer.content == bytes(issue.documents.get(format="pdf").content)
    assert "姓名和下载时间" not in as_user(office.leader).get(issue.number_url).text


def test_a_picture_in_the_text_keeps_its_place_under_the_mark():
    from tests.bulletins.test_dressed_papers import blocks, figure, image

    picture, content = image(7, (400, 300))
    paper = replace(SPECIMEN, pieces=(Piece("标题", blocks=blocks(figure(7, "图1"), [picture])),))
    signed = pdf.render(paper, FACES, {7: content})

    copy = pypdf.PdfReader(io.BytesIO(pdf_watermark.marked(signed, WORDS, FACES)))

    assert sum(len(page.images) for page in copy.pages) == 1
