"""Fonts by name: what a publication asks for, what the server has, and what it says where they differ."""

import io

import docx
import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from docx.oxml.ns import qn

from bulletins import fonts, pdf, word
from bulletins.actions import articles, documents
from bulletins.forms.measures import MeasuresForm
from bulletins.measures import Measures
from bulletins.models import Article
from bulletins.paper import Block, Paper, Piece, Tail
from bulletins.typefaces import KINDS, ROLES, aliases, kind_of
from tests.bulletins.pages import FACES, printed, words_on
from tests.bulletins.specimen import SPECIMEN
from tests.bulletins.test_fonts import make_font

CHARACTERS = "工会信息标题正文一、二（一）1.报：甲乙。编辑— 0123456789【编者按】清样目录…"
PAPER = Paper(
    "",
    "工会信息",
    pieces=(Piece("标题", "甲乙", (Block("h1", "一、二"), Block("h3", "1.二"), Block("p", "正文。"))),),
    tail=Tail(report_to=("甲乙",)),
)


def named(**names):
    return Measures(**{f"{role}_font": name for role, name in names.items()})


def form(data=None, **measures):
    values = {
        name: value
        for name, value in Measures().to_dict().items()
        if name in MeasuresForm(measures={}).fields
    }
    posted = {
        f"page-{name}": value for name, value in {**values, **(data or {})}.items() if value is not False
    }
    return MeasuresForm(posted, measures=measures)


# ---- which face is chosen


def test_a_font_the_office_names_is_taken_even_if_another_comes_first_by_habit(tmp_path):
    for family in ("FangSong_GB2312", "方正仿宋_GBK", "华康仿宋"):
        make_font(tmp_path, family, "工会")

    chosen = [
        fonts.find([tmp_path], named(body=name).fonts, system=()).body.family
        for name in ("仿宋_GB2312", "方正仿宋_GBK", "华康仿宋")
    ]

    assert chosen == ["FangSong_GB2312", "方正仿宋_GBK", "华康仿宋"]


def test_a_font_is_known_by_its_chinese_and_its_latin_name(tmp_path):
    make_font(tmp_path, "FZKai-Z03", "工会")

    assert fonts.find([tmp_path], named(kai="方正楷体_GBK").fonts, system=()).kai.family == "FZKai-Z03"
    assert aliases("方正楷体_GBK") == ("方正楷体_GBK", "FZKai-Z03")


def test_a_named_font_that_is_not_there_gives_way_to_one_of_its_kind(tmp_path):
    make_font(tmp_path, "SimHei", "工会")

    found = fonts.find([tmp_path], named(hei="方正黑体_GBK", title="汉仪大宋").fonts, system=())

    assert (found.hei.family, found.title) == ("SimHei", FACES.title)


def test_a_heading_may_be_set_in_another_kind_of_type():
    assert fonts.find([], named(sub="黑体").fonts, system=()).sub == FACES.hei
    assert kind_of("黑体", "sub") is KINDS["黑体"]


def test_masthead_tail_and_lower_levels_follow_title_and_body_unless_named():
    names = named(title="华文中宋", body="仿宋").fonts

    assert (names["masthead"], names["sub"], names["tail"]) == ("华文中宋", "仿宋", "仿宋")
    assert set(names) == set(ROLES)


# ---- what is printed


def test_each_role_is_printed_in_its_own_font(tmp_path):
    roles = {role: f"测试{role}" for role in ROLES}
    for family in roles.values():
        make_font(tmp_path, family, CHARACTERS)
    measures = named(**roles)
    faces = fonts.find([tmp_path], measures.fonts, system=())

    chosen = pdf.chosen_faces(Paper(**{**vars(PAPER), "measures": measures}), faces)

    assert {role: face[0].family for role, face in chosen.items()} == roles


def test_word_names_the_fonts_of_the_publication():
    measures = named(
        masthead="方正大标宋",
        title="华文中宋",
        body="仿宋",
        hei="方正黑体_GBK",
        kai="楷体",
        sub="黑体",
        tail="宋体",
        number="Times",
    )
    document = docx.Document(io.BytesIO(word.render(Paper(**{**vars(SPECIMEN), "measures": measures}))))

    found = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("报头", "Title", "段落", "heading 1", "heading 2", "heading 3", "报尾", "footer")
    }

    assert list(found.values()) == [
        *("方正大标宋", "华文中宋", "仿宋", "方正黑体_GBK", "楷体", "黑体", "宋体", "Times")
    ]
    theme = next(part for part in document.part.package.iter_parts() if "theme" in part.partname)
    assert "仿宋_GB2312" not in theme.blob.decode()


def test_a_name_with_marks_does_not_break_the_file():
    measures = named(body='甲"<乙>&')

    document = docx.Document(io.BytesIO(word.render(Paper(**{**vars(PAPER), "measures": measures}))))

    assert document.styles["段落"].element.rPr.rFonts.get(qn("w:eastAsia")) == '甲"<乙>&'


def test_a_paper_frozen_before_fonts_had_names_is_printed_as_before():
    frozen = SPECIMEN.to_dict()
    for name in [*frozen["measures"]]:
        if name.endswith("_font") or name == "keeps_lines_together":
            del frozen["measures"][name]

    again = Paper.from_dict(frozen)

    assert again == SPECIMEN
    assert pdf.render(again, FACES) == pdf.render(SPECIMEN, FACES)


@pytest.mark.parametrize("character", ["𠅤", "𪟝", "𫞩", "𬱟", "㛃", "䶮"])
def test_rare_characters_of_the_extensions_are_printed(character):
    page = printed(
        Paper("", "信息", pieces=(Piece(f"王{character}", blocks=(Block("p", f"王{character}。"),)),))
    ).pages[0]

    assert [words.text for words in words_on(page)].count(f"王{character}。") == 1


# ---- the form


def test_the_form_offers_the_usual_fonts_and_those_in_the_offices_folder(tmp_path, settings):
    make_font(tmp_path, "本办仿宋", "工会")
    make_font(tmp_path, "Latin", "abc")
    settings.FONT_DIRS = [tmp_path]

    choices = dict(MeasuresForm(measures={}).fields["body_font"].choices[1:])

    assert [name for name, _ in choices["公文常用"]][:2] == ["仿宋_GB2312", "仿宋"]
    assert [name for name, _ in choices["字体文件夹中"]] == ["本办仿宋"]


def test_only_what_differs_from_the_standard_is_kept():
    page = form({"body_font": "方正仿宋_GBK", "kai_font": "", "title_font": "方正小标宋简体"})

    assert page.is_valid(), page.errors
    assert page.values() == {"body_font": "方正仿宋_GBK"}


def test_a_font_that_nobody_has_is_refused_by_name():
    page = form({"title_font": "康熙字典体"})

    assert not page.is_valid()
    assert page.errors["title_font"] == [
        "服务器的字体文件夹里没有“康熙字典体”。请从列表中选；要用别的字体，请管理员先放入字体文件。"
    ]


def test_a_font_in_use_may_stay_though_its_file_is_gone():
    assert form({"title_font": "康熙字典体"}, title_font="康熙字典体").is_valid()


def test_the_form_says_what_the_pdf_is_printed_with(tmp_path, settings):
    make_font(tmp_path, "FangSong_GB2312", "工会")
    settings.FONT_DIRS = [tmp_path]

    fields = MeasuresForm(measures={}).fields

    assert fields["body_font"].help_text == ""
    assert fields["hei_font"].help_text.startswith("栏目、密别同此；服务器未装，PDF 以“")


@pytest.mark.django_db
def test_an_editor_names_fonts_and_the_signed_issue_keeps_them(office, as_user):
    from tests.bulletins.test_publications import edited

    fields = {"page-body_font": "方正仿宋_GBK", "page-keeps_lines_together": "on", "watermarks": "on"}
    answer = as_user(office.editor).post(
        reverse("bulletins:publication_edit", args=[office.publication.code]),
        edited(office.publication, **fields),
    )
    office.publication.refresh_from_db()
    issue = office.signed()

    assert answer.status_code == 302
    assert office.publication.measures == {"body_font": "方正仿宋_GBK", "keeps_lines_together": True}
    assert office.publication.watermarks is True
    assert issue.paper["measures"]["body_font"] == "方正仿宋_GBK"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_file_made_after_the_settings_changed_is_the_one_that_was_signed(office, kind):
    office.publication.measures = {"title_pt": 20, "kai_font": "楷体"}
    office.publication.save()
    issue = office.signed()
    signed = documents.render(Paper.from_dict(issue.paper), kind)
    office.publication.measures = {"title_pt": 24, "kai_font": "黑体", "lines": 20}
    office.publication.name, office.publication.watermarks = "改名信息", True
    office.publication.save()

    made = documents.make(issue.documents.get(format=kind).pk)
    again = documents.make(made.pk)

    assert bytes(made.content) == bytes(again.content) == signed
    assert made.sha256 == again.sha256


@pytest.mark.django_db
def test_a_proof_that_no_font_can_print_says_which_character_it_is(office, as_user):
    article = office.article()
    Article.objects.filter(pk=article.pk).update(title="王\U000f1234")
    issue = office.issue(articles.move(article, "finish", by=office.editor))
    client = as_user(office.editor)

    answer = client.get(reverse("bulletins:issue_proof", args=[issue.pk]))

    assert answer.status_code == 302
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "现有字体都没有这些字符，印不出来：“\U000f1234”（U+F1234）。请改用其他写法，或在字体文件夹中放入含有它们的字体。"
    ]
