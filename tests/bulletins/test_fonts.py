from pathlib import Path

import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

from bulletins import fonts
from bulletins.typefaces import ROLES

FACES = fonts.find(system=())


def make_font(folder: Path, family: str, characters: str) -> Path:
    """A licensed font as an office would put it into its folder: another name, and only some characters."""
    folder.mkdir(parents=True, exist_ok=True)
    font = TTFont(FACES.body.path)
    keeper = Subsetter()
    keeper.populate(text=characters)
    keeper.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
    path = folder / f"{len(list(folder.iterdir()))}.ttf"
    font.save(path)
    return path


def test_without_licensed_fonts_open_ones_fill_every_role():
    chosen = {role: (getattr(FACES, role).family, getattr(FACES, role).weight) for role in ROLES}

    assert chosen == {
        "masthead": ("Noto Serif SC", 700),
        "title": ("Noto Serif SC", 700),
        "body": ("Noto Serif SC", 400),
        "hei": ("Noto Sans SC", 500),
        "kai": ("Noto Serif SC", 500),
        "sub": ("Noto Serif SC", 400),
        "tail": ("Noto Serif SC", 400),
        "number": ("Noto Serif SC", 400),
    }


def test_the_offices_own_fonts_come_first(tmp_path):
    make_font(tmp_path / "office", "FangSong_GB2312", "工会信息")
    make_font(tmp_path / "office" / "more", "方正小标宋简体", "工会信息")

    found = fonts.find([tmp_path / "office"], system=())

    assert (found.body.family, found.title.family) == ("FangSong_GB2312", "方正小标宋简体")
    assert found.hei == FACES.hei


def test_a_folder_of_the_office_outranks_the_machine(tmp_path):
    make_font(tmp_path / "office", "仿宋", "工会")
    make_font(tmp_path / "machine", "仿宋_GB2312", "工会")

    found = fonts.find([tmp_path / "office"], system=[tmp_path / "machine"])

    assert found.body.family == "仿宋"


def test_a_proper_font_of_the_machine_outranks_a_stand_in_of_the_office(tmp_path):
    make_font(tmp_path / "office", "Noto Serif SC", "工会")
    make_font(tmp_path / "machine", "FangSong", "工会")

    found = fonts.find([tmp_path / "office"], system=[tmp_path / "machine"])

    assert found.body.family == "FangSong"


def test_a_font_without_chinese_does_not_pass_for_a_chinese_one(tmp_path):
    make_font(tmp_path, "仿宋_GB2312", "abc")

    assert fonts.find([tmp_path], system=()).body == FACES.body


def test_a_missing_folder_is_simply_empty(tmp_path):
    assert fonts.find([tmp_path / "nowhere"], system=()) == FACES


def test_no_chinese_font_at_all_says_what_to_install(tmp_path):
    with pytest.raises(fonts.NoChineseFont, match=r"没有找到可用的中文字体.*npm ci.*fonts-noto-cjk"):
        fonts.find([tmp_path], system=(), packaged=())


def test_a_character_the_face_lacks_is_lent_by_another(tmp_path):
    make_font(tmp_path, "仿宋_GB2312", "工会信息")
    found = fonts.find([tmp_path], system=())

    assert found.setting("body", "工会") == (found.body,)
    assert found.setting("body", "工会㛃") == (found.body, found.title)


def test_a_character_no_font_has_is_refused_by_name():
    with pytest.raises(fonts.MissingGlyph) as refusal:
        FACES.setting("body", "工\U000f1234会\U0001f600")

    assert refusal.value.characters == ("\U0001f600", "\U000f1234")
    assert "“\U0001f600”（U+1F600）" in str(refusal.value)


def test_a_replaced_font_file_is_read_again(tmp_path):
    path = make_font(tmp_path, "仿宋_GB2312", "工会")
    face = fonts.find([tmp_path], system=()).body
    assert face.lacks("信") == {"信"}

    path.unlink()
    make_font(tmp_path, "仿宋_GB2312", "工会信")

    assert face.lacks("信") == set()
