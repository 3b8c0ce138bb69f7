"""Which type the PDF is set in: the office's licensed fonts where it has them, open ones elsewhere.

Typst prints boxes without a word where a font lacks a character, so coverage is read and checked here.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from bulletins.measures import Measures
from bulletins.typefaces import ROLES, Kind, aliases, kind_of

ROOT = Path(__file__).resolve().parent.parent
HOME_DATA = Path(os.environ.get("XDG_DATA_HOME", "~/.local/share")).expanduser()
SYSTEM = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    HOME_DATA / "fonts",
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
OPEN_FONTS = ROOT / "node_modules/@expo-google-fonts"
PACKAGED = (OPEN_FONTS / "noto-serif-sc", OPEN_FONTS / "noto-sans-sc")

STANDARD = Measures().fonts
CHINESE = "工会"  # what a font must have to pass for a Chinese one


class NoChineseFont(Exception):
    """There is nothing to print Chinese with; the message says what to install."""

    def __init__(self):
        super().__init__(
            "没有找到可用的中文字体，无法生成 PDF。请把本单位的字体文件（方正小标宋简体、仿宋_GB2312、"
            "黑体、楷体_GB2312）放进字体文件夹，或运行 npm ci 安装随附的开源字体，"
            "或安装系统软件包 fonts-noto-cjk。"
        )


class MissingGlyph(Exception):
    """Some characters are in no font at all; printing boxes in their place would falsify the text."""

    def __init__(self, characters: Iterable[str]):
        self.characters = tuple(sorted(set(characters)))
        named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in self.characters)
        super().__init__(
            f"现有字体都没有这些字符，印不出来：{named}。请改用其他写法，或在字体文件夹中放入含有它们的字体。"
        )


@dataclass(frozen=True)
class Face:
    """One face in one file, under the family name the typesetter knows it by."""

    family: str
    weight: int
    path: str
    index: int = 0

    def covers(self, text: Iterable[str]) -> bool:
        return not self.lacks(text)

    def lacks(self, text: Iterable[str]) -> set[str]:
        covered = _coverage(self.path, self.index, os.stat(self.path).st_mtime_ns)
        return {char for char in text if ord(char) not in covered}


@dataclass(frozen=True)
class Fonts:
    """The face chosen for each role, and every other face that may lend a rare character."""

    masthead: Face
    title: Face
    body: Face
    hei: Face
    kai: Face
    sub: Face
    tail: Face
    number: Face
    spare: tuple[Face, ...] = ()

    def setting(self, role: str, text: Iterable[str]) -> tuple[Face, ...]:
        """The role's face, then those needed for characters it lacks; refuses what no font has."""
        chosen = [getattr(self, role)]
        missing = chosen[0].lacks(set(text) - {" "})
        for face in (self.body, self.title, self.hei, self.kai, *self.spare):
            if missing and (lent := missing - face.lacks(missing)):
                chosen.append(face)
                missing -= lent
        if missing:
            raise MissingGlyph(missing)
        return tuple(chosen)


def find(
    folders: Iterable[Path | str] = (),
    names: Mapping[str, str] = STANDARD,
    *,
    system: Iterable[Path | str] = SYSTEM,
    packaged: Iterable[Path | str] = PACKAGED,
) -> Fonts:
    """The best face for each role: the named one, else a proper one, from the office's folders before the machine's."""
    shelves = [_faces(folder) for folder in (*folders, *system, *packaged)]
    chosen = {role: _named(role, names[role], shelves) for role in ROLES}
    if None in chosen.values():
        raise NoChineseFont
    return Fonts(**chosen, spare=_spare(shelves))


def installed(folders: Iterable[Path | str]) -> list[str]:
    """The Chinese families in the office's own folders."""
    found = {face.family for folder in folders for face in _faces(folder) if face.covers(CHINESE)}
    return sorted(found)


def _named(role: str, name: str, shelves: list[tuple[Face, ...]]) -> Face | None:
    """A name the office chose is meant exactly; the standard's own stands for its whole kind."""
    kind = kind_of(name, role)
    chosen = None if name == STANDARD[role] else _choose(aliases(name), kind, shelves)
    return chosen or _choose(kind.families, kind, shelves) or _choose(kind.stand_ins, kind, shelves)


def _faces(folder: Path | str) -> tuple[Face, ...]:
    """The upright faces below a folder; a folder that does not exist holds none."""
    if not Path(folder).is_dir():
        return ()
    found = _load((str(folder),)).fonts()
    upright = (info for info in found if info.style == "normal" and info.path)
    return tuple(sorted((Face(i.family, i.weight, i.path, i.index) for i in upright), key=lambda f: f.path))


def _choose(names: Iterable[str], kind: Kind, shelves: list[tuple[Face, ...]]) -> Face | None:
    for faces in shelves:
        for name in names:
            alike = [face for face in faces if face.family.casefold() == name.casefold()]
            alike.sort(key=lambda face: abs(face.weight - kind.weight))
            if alike and alike[0].covers(CHINESE):
                return alike[0]
    return None


def _spare(shelves: list[tuple[Face, ...]]) -> tuple[Face, ...]:
    """One face of each other family, the regular one, in the order the shelves are searched."""
    families: dict[str, Face] = {}
    for face in sorted((f for faces in shelves for f in faces), key=lambda f: abs(f.weight - 400)):
        families.setdefault(face.family, face)
    order = {face.family: place for place, face in reversed([*enumerate(f for s in shelves for f in s)])}
    return tuple(sorted(families.values(), key=lambda face: order[face.family]))


def typesetter_fonts(faces: Iterable[Face]) -> typst.Fonts:
    """Only the folders of the chosen faces, so that the same paper looks the same on every machine."""
    paths = sorted({face.path for face in faces})
    stamps = tuple(os.stat(path).st_mtime_ns for path in paths)
    return _loaded(tuple(sorted({str(Path(path).parent) for path in paths})), stamps)


@lru_cache(maxsize=8)
def _loaded(folders: tuple[str, ...], stamps: tuple[int, ...]) -> typst.Fonts:
    return _load(folders)


def _load(folders: tuple[str, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


@lru_cache(maxsize=32)
def _coverage(path: str, index: int, modified: int) -> frozenset[int]:
    """Reading a 15 MB font takes a tenth of a second, hence once per file and change."""
    with TTFont(path, lazy=True, fontNumber=index) as font:
        return frozenset(font.getBestCmap() or ())
