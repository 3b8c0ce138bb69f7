"""Tables, pictures and bold on the printed page: in Word, in PDF and on screen, frozen with the signature."""

import io
import json
from dataclasses import replace
from hashlib import sha256

import docx
import pypdf
import pytest
from django.urls import reverse
from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
from docx.oxml.ns import qn

from accounts.roles import Role
from bulletins import fonts, pdf, word
from bulletins.actions import documents, signing
from bulletins.blocks import Block, Picture, Table, blocks_of
from bulletins.measures import Measures
from bulletins.models import Document
from bulletins.paper import Paper, Piece
from bulletins.pictures import contents_of
from submissions.models import Attachment
from submissions.rich import clean, text_of
from tests.bulletins.pages import printed, words_on
from tests.bulletins.specimen import SPECIMEN
from tests.factories import UserFactory
from tests.pictures import png, show_picture

FACES = fonts.find(system=())
HEAD = "<tr><th><p>序号</p></th><th><p>单位</p></th><th><p>主要做法</p></th></tr>"
WIDE, TALL = (4000, 1000), (300, 5000)


def row(number):
    return (
        f"<tr><td><p>{number}</p></td><td><p>第{number}街道总工会</p></td>"
        f"<td><p>走访慰问<strong>困难职工</strong>家庭，发放防暑降温用品</p></td></tr>"
    )


def table(rows, head=HEAD):
    return f"<table><tbody>{head}{''.join(map(row, range(1, rows + 1)))}</tbody></table>"


def figure(attachment, caption):
    return (
        f'<figure><img src="/submissions/pictures/{attachment}/"><figcaption>{caption}</figcaption></figure>'
    )


def blocks(html, pictures=()):
    found = {each.attachment: each for each in pictures}
    clean_html = clean(html, set(found))
    return blocks_of(text_of(clean_html), clean_html, found)


def paper(*parts):
    return Paper("", "信息", pieces=(Piece("标题", blocks=parts),))


def image(attachment, size):
    content = png(*size)
    return Picture(attachment, "", sha256(content).hexdigest(), *size), content


def opened(printed, contents=None):
    return docx.Document(io.BytesIO(word.render(printed, contents)))


def pages(printed, contents=None):
    return pypdf.PdfReader(io.BytesIO(pdf.render(printed, FACES, contents))).pages


# ---- the model


def test_a_plain_paper_is_frozen_as_it_always_was():
    frozen = SPECIMEN.to_dict()["pieces"][0]["blocks"]

    assert {tuple(block) for block in frozen} == {("kind", "text")}


def test_a_dressed_paper_survives_being_frozen_as_json():
    picture, _ = image(7, WIDE)
    parts = blocks(f"<p>一<strong>二</strong></p><ul><li>项</li></ul>{table(2)}{figure(7, '图1')}", [picture])

    printed = paper(*parts)

    assert [block.kind for block in parts] == ["p", "p", "table", "picture"]
    assert Paper.from_dict(json.loads(json.dumps(printed.to_dict()))) == printed


def test_a_picture_that_is_not_to_be_had_leaves_its_words():
    parts = blocks_of("［图：图1］", figure(7, "图1"))

    assert parts == (Block("p", "［图：图1］"),)


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        ([["th", "th"], ["td", "td"]], 1),
        ([["td", "td"], ["td", "td"]], 1),
        ([["th", "th"], ["th", "th"], ["td", "td"]], 2),
        ([["td", "td"]], 0),
        ([["th", "th"], ["th", "th"]], 1),
    ],
)
def test_the_heading_rows_are_the_marked_ones_else_the_first(rows, heads):
    body = "".join(f"<tr>{''.join(f'<{tag}><p>甲</p></{tag}>' for tag in row)}</tr>" for row in rows)

    (found,) = blocks(f"<table><tbody>{body}</tbody></table>")

    assert found.heads == heads


def test_a_tall_cell_ties_the_rows_below_to_the_heading():
    html = '<tr><td rowspan="2">类别</td><td colspan="2">人数</td></tr><tr><td>男</td><td>女</td></tr><tr><td>甲</td><td>1</td><td>2</td></tr>'

    (found,) = blocks(f"<table><tbody>{html}</tbody></table>")

    assert (found.heads, [(y, x) for y, x, _ in found.placed]) == (
        2,
        [(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)],
    )


def test_columns_share_the_width_by_their_longest_words():
    narrow, middle, wide = Table(blocks(table(3))[0].rows).widths

    assert narrow < middle < wide
    assert narrow + middle + wide == pytest.approx(1)


# ---- Word


def test_word_sets_a_table_as_wide_as_the_type_area_with_its_heading_repeated():
    found = opened(paper(*blocks(table(3)))).tables[0]
    rows = found._tbl.tr_lst

    assert [cell.text for cell in found.rows[2].cells] == [
        "2",
        "第2街道总工会",
        "走访慰问困难职工家庭，发放防暑降温用品",
    ]
    assert [bool(tr.findall(f".//{qn('w:tblHeader')}")) for tr in rows] == [True, False, False, False]
    assert all(tr.findall(f".//{qn('w:cantSplit')}") for tr in rows)
    width = sum(int(column.get(qn("w:w"))) for column in found._tbl.tblGrid)
    assert width == pytest.approx(Measures().width_pt * 20, abs=5)
    assert len(found._tbl.tblPr.findall(f"{qn('w:tblBorders')}/*")) == 6


def test_word_keeps_bold_runs_bold_and_headings_in_their_type():
    document = opened(paper(*blocks("<p>一、<strong>要紧</strong>的事。后文<strong>也要紧</strong>。</p>")))

    (line,) = [each for each in document.paragraphs if "要紧" in each.text]
    assert [(run.text, bool(run.bold)) for run in line.runs] == [
        ("一、", False),
        ("要紧", True),
        ("的事。", False),
        ("后文", False),
        ("也要紧", True),
        ("。", False),
    ]


@pytest.mark.parametrize("size", [WIDE, TALL, (40, 30)], ids=["wide", "tall", "small"])
def test_word_fits_a_picture_into_the_type_area_and_keeps_its_caption_with_it(size):
    picture, content = image(7, size)
    document = opened(paper(*blocks(figure(7, "图1　站点"), [picture])), {7: content})

    (shape,) = document.inline_shapes
    place = next(n for n, each in enumerate(document.paragraphs) if each._p.findall(f".//{qn('w:drawing')}"))
    caption = document.paragraphs[place + 1]
    m = Measures()
    assert shape.width.pt <= m.width_pt + 0.1
    assert shape.height.pt <= m.height_pt - 2 * m.line_pt
    assert shape.width / shape.height == pytest.approx(size[0] / size[1], rel=0.01)
    assert document.paragraphs[place].paragraph_format.keep_with_next
    assert (caption.text, caption.style.name) == ("图1　站点", "图题")
    assert caption.style.paragraph_format.alignment == Align.CENTER
    assert caption.style.font.size.pt == m.body_pt


def test_two_tables_side_by_side_stay_two():
    assert len(opened(paper(*blocks(table(1) + table(2)))).tables) == 2


def test_wide_and_tall_cells_cover_their_places():
    html = '<tr><td rowspan="2">类别</td><td colspan="2">人数</td></tr><tr><td>男</td><td>女</td></tr>'

    found = opened(paper(*blocks(f"<table><tbody>{html}</tbody></table>"))).tables[0]

    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        ["类别", "人数", "人数"],
        ["类别", "男", "女"],
    ]


# ---- PDF


def test_a_long_table_runs_over_with_its_heading_and_breaks_no_row():
    found = [page.extract_text() for page in pages(paper(*blocks(table(60))))]
    with_rows = [text for text in found if "街道总工会" in text]

    assert len(with_rows) > 1
    assert all(text.count("主要做法") == 1 for text in with_rows)
    places = [sum(f"第{number}街道总工会" in text for text in with_rows) for number in range(1, 61)]
    assert places == [1] * 60
    assert sum(text.count("困难职工") for text in found) == 60


@pytest.mark.parametrize("lines", [8, 9, 10, 11, 12])
def test_what_follows_a_table_that_runs_over_stands_below_it(lines):
    """Its heading rows stand again on the second page, so it is taller than it would be on one."""
    before = [Block("p", f"第{number}行。") for number in range(lines)]
    [page] = [
        found
        for found in printed(paper(*before, *blocks(table(8)), Block("p", "表后的话。")), FACES).pages
        if "表后的话" in found.extract_text()
    ]
    places = {words.text: words.y for words in words_on(page)}
    [after] = [y for text, y in places.items() if text.startswith("表后的话")]
    above = [y for text, y in places.items() if y > after - 10 and not text.startswith("表后的话")]

    assert min(above) - after > 25


@pytest.mark.parametrize("lines", [0, 5, 9, 13])
def test_a_picture_is_never_parted_from_its_caption(lines):
    picture, content = image(7, (600, 500))
    printed = paper(
        *[Block("p", "短。")] * lines, *blocks(figure(7, "图说在此"), [picture]), Block("p", "完。")
    )

    with_picture = [page for page in pages(printed, {7: content}) if page.images]

    assert [page.extract_text().count("图说在此") for page in with_picture] == [1]


def test_bold_is_drawn_with_ink_around_the_letters():
    plain, bold = (
        pdf.render(paper(*blocks(f"<p>第一段{text}。</p>")), FACES)
        for text in ("要紧", "<strong>要紧</strong>")
    )

    assert plain != bold
    text = pypdf.PdfReader(io.BytesIO(bold)).pages[0]
    assert "第一段要紧。" in text.extract_text().replace("\n", "")
    assert b"2 Tr" in text.get_contents().get_data()


def test_a_dated_paper_with_a_picture_is_still_archival():
    picture, content = image(7, WIDE)
    printed = replace(
        SPECIMEN, pieces=(Piece("标题", blocks=blocks(figure(7, "图1") + table(2), [picture])),)
    )

    once, twice = (pdf.render(printed, FACES, {7: content}) for _ in range(2))

    assert once == twice
    assert b"pdfaid:part" in once


def test_what_no_font_can_print_in_a_table_is_told():
    with pytest.raises(fonts.MissingGlyph):
        pdf.chosen_faces(paper(*blocks("<table><tbody><tr><td>\U000f1234</td></tr></tbody></table>")), FACES)


# ---- the signed issue


@pytest.fixture
def signed(office):
    item = office.item(title="有图")
    office.picture = show_picture(
        item, "图1　站点", before="<p>第一<strong>段</strong>。</p>", after=table(2)
    )
    office.signed_issue = office.signed(office.article(item, ready=True))
    return office


def served(client, issue, picture):
    """The status, the type and the bytes of the answer."""
    answer = client.get(reverse("bulletins:issue_picture", args=[issue.pk, picture.pk]))
    content = b"".join(answer) if answer.streaming else b""
    return answer.status_code, answer["Content-Type"], content


@pytest.mark.django_db
def test_a_signature_freezes_the_picture_by_the_hash_of_its_bytes(signed):
    frozen = Paper.from_dict(signed.signed_issue.paper)

    assert [each.sha256 for each in frozen.pictures] == [signed.picture.sha256]
    assert sha256(contents_of(frozen)[signed.picture.pk]).hexdigest() == signed.picture.sha256


@pytest.mark.django_db
def test_the_frozen_files_show_what_was_signed(signed):
    made = [documents.make(each.pk) for each in signed.signed_issue.documents.all()]
    kept = {each.format: bytes(each.content) for each in made}
    document = docx.Document(io.BytesIO(kept["docx"]))

    assert [each.text for each in document.tables[1].rows[1].cells][:2] == ["1", "第1街道总工会"]
    assert len(document.inline_shapes) == 1
    assert sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(kept["pdf"])).pages) == 1


@pytest.mark.django_db
def test_readers_of_the_issue_see_its_pictures_and_no_others(signed, as_user, elsewhere):
    neighbour = UserFactory(home=signed.town, role=Role.INFORMANT)
    other = show_picture(signed.item(), "没有刊用的图")

    answers = {
        name: served(as_user(person), signed.signed_issue, signed.picture)[0]
        for name, person in (
            ("leader", signed.leader),
            ("neighbour", neighbour),
            ("stranger", elsewhere.editor),
        )
    }

    assert answers == {"leader": 200, "neighbour": 200, "stranger": 404}
    assert served(as_user(signed.leader), signed.signed_issue, other)[0] == 404
    shown = served(as_user(signed.leader), signed.signed_issue, signed.picture)
    assert shown == (200, "image/png", png(40, 30))


@pytest.mark.django_db
def test_a_void_issue_shows_readers_no_picture(signed, as_user):
    signing.void(signed.signed_issue, by=signed.approver, reason="印错")

    assert served(as_user(signed.leader), signed.signed_issue, signed.picture)[0] == 404


@pytest.mark.django_db
def test_the_reading_page_shows_table_picture_and_bold(signed, as_user):
    url = reverse("bulletins:issue_picture", args=[signed.signed_issue.pk, signed.picture.pk])

    page = as_user(signed.leader).get(signed.signed_issue.number_url).content.decode()

    assert f'<img src="{url}" alt="图1　站点"' in page
    assert "<figcaption>图1　站点</figcaption>" in page
    assert "第一<b>段</b>。" in page
    assert page.count("<table") == 1


@pytest.mark.django_db
def test_the_proof_shows_pictures_before_the_signature(office, as_user):
    item = office.item()
    show_picture(item, "图1")
    issue = office.issue(office.article(item, ready=True))

    answer = as_user(office.editor).get(reverse("bulletins:issue_proof", args=[issue.pk]))

    assert sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages) == 1


@pytest.mark.django_db
def test_other_bytes_than_the_signed_ones_are_never_printed(signed):
    picture = Attachment.objects.get(pk=signed.picture.pk)
    with open(picture.file.path, "wb") as file:
        file.write(png(41, 30))
    paper = Paper.from_dict(signed.signed_issue.paper)

    with pytest.raises(ValueError, match="文件与编入时不一致"):
        documents.render(paper, Document.Format.PDF)
