"""The type of official pages by kind: what a kind is called, under which names it is sold, what may stand in.

A name and what follows it after `=` are one font, as Chinese and as Latin systems call it.
"""

from dataclasses import dataclass

SERIF = "Noto Serif SC|Noto Serif CJK SC|Source Han Serif SC|思源宋体"
SANS = "Noto Sans SC|Noto Sans CJK SC|Source Han Sans SC|思源黑体|WenQuanYi Zen Hei"


@dataclass(frozen=True)
class Kind:
    """One kind of type: its fonts, the standard's own first, and how heavy a stand-in should be."""

    proper: str
    stand_in: str
    weight: int = 400

    @property
    def names(self) -> tuple[str, ...]:
        """One name a font, as an office knows it."""
        return tuple(font.partition("=")[0] for font in self.proper.split("|"))

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(self.proper.replace("=", "|").split("|"))

    @property
    def stand_ins(self) -> tuple[str, ...]:
        return tuple(self.stand_in.split("|"))


KINDS = {
    "小标宋": Kind(
        "方正小标宋简体=FZXiaoBiaoSong-B05S|方正小标宋_GBK=FZXiaoBiaoSong-B05|华文中宋=STZhongsong",
        SERIF,
        weight=700,
    ),
    "仿宋": Kind(
        "仿宋_GB2312=FangSong_GB2312|仿宋=FangSong|方正仿宋_GBK=FZFangSong-Z02|方正仿宋简体=FZFangSong-Z02S"
        "|华文仿宋=STFangsong|朱雀仿宋=Zhuque Fangsong",
        SERIF,
    ),
    "黑体": Kind(
        "黑体=SimHei|方正黑体_GBK=FZHei-B01|方正黑体简体=FZHei-B01S|华文黑体=STHeiti", SANS, weight=500
    ),
    "楷体": Kind(
        "楷体_GB2312=KaiTi_GB2312|楷体=KaiTi|方正楷体_GBK=FZKai-Z03|方正楷体简体=FZKai-Z03S|华文楷体=STKaiti"
        "|霞鹜文楷=LXGW WenKai|AR PL UKai CN",
        SERIF,
        weight=500,
    ),
    "宋体": Kind("宋体=SimSun|新宋体=NSimSun|华文宋体=STSong", SERIF),
}
ROLES = {
    "masthead": "小标宋",
    "title": "小标宋",
    "body": "仿宋",
    "hei": "黑体",
    "kai": "楷体",
    "sub": "仿宋",
    "tail": "仿宋",
    "number": "宋体",
}


def aliases(name: str) -> tuple[str, ...]:
    """Every name of the same font, the asked one first."""
    for kind in KINDS.values():
        for font in kind.proper.split("|"):
            if name.casefold() in font.casefold().split("="):
                return (name, *(other for other in font.split("=") if other != name))
    return (name,)


def kind_of(name: str, role: str) -> Kind:
    """What kind of type a font is; one we do not know is taken for the role's own."""
    known = (kind for kind in KINDS.values() if name in kind.families)
    return next(known, KINDS[ROLES[role]])
