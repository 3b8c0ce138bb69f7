"""An empty Word document of a Chinese office: its styles, grid and language instead of python-docx's own.

The library's blank brings a Japanese default font, a Mac's application name and a thumbnail; all of it goes.
"""

from functools import partial
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from lxml import etree

from bulletins.blocks import SIZE, SMALL
from bulletins.measures import POINTS_PER_MM, Measures, points, twips

KEPT = (KIND.STYLES, KIND.SETTINGS, KIND.THEME, KIND.OFFICE_DOCUMENT, KIND.CORE_PROPERTIES)
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

SETTINGS = """
<w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat>
  <w:useFELayout/>
  <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>
<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"
  w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6"
  w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>
<w:decimalSymbol w:val="."/>
<w:listSeparator w:val=","/>
"""


def blank(m: Measures) -> Document:
    """A document with nothing in it but the page, its grid and its styles."""
    document = docx.Document()
    _drop_foreign_parts(document)
    _own_theme(document, m)
    _refill(document.settings.element, SETTINGS)
    _refill(document.styles.element, _defaults(m) + "".join(_styles(m)) + TABLE)
    _page(document, m)
    return document


def rule_height(m: Measures) -> float:
    """The red rule and the part of its distance that the line above does not already leave empty."""
    return m.rule_pt + max(points(m.rule_gap_mm) - (m.line_pt - m.body_pt) / 2, 1)


def fonts(name: str) -> str:
    """The same face for every script, so that digits and quotation marks do not fall into a Latin one."""
    named = escape(name, {'"': "&quot;"})
    return f'<w:rFonts w:ascii="{named}" w:eastAsia="{named}" w:hAnsi="{named}" w:cs="{named}" w:hint="eastAsia"/>'


def _drop_foreign_parts(document: Document) -> None:
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype not in KEPT]:
            del rels[key]


def _own_theme(document: Document, m: Measures) -> None:
    part: Part = document.part.part_related_by(KIND.THEME)
    theme = etree.fromstring(part.blob)
    for role, tag in (("title", "majorFont"), ("body", "minorFont")):
        scheme = next(theme.iter(DRAWING + tag))
        for child in list(scheme):
            scheme.remove(child)
        for script, name in (("latin", m.fonts[role]), ("ea", m.fonts[role]), ("cs", "")):
            etree.SubElement(scheme, DRAWING + script, typeface=name)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _refill(element, children: str) -> None:
    for child in list(element):
        element.remove(child)
    for child in parse_xml(f"<w:all {nsdecls('w')}>{children}</w:all>"):
        element.append(child)


def _page(document: Document, m: Measures) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(m.page_width_mm), Mm(m.page_height_mm)
    section.top_margin, section.bottom_margin = Mm(m.top_mm), Mm(m.bottom_mm)
    section.left_margin, section.right_margin = Mm(m.left_mm), Mm(m.right_mm)
    # the dash, in the middle of its line, lies `page_number_drop_mm` below the type area
    section.footer_distance = Mm(m.bottom_mm - m.page_number_drop_mm - m.page_number_pt / 2 / POINTS_PER_MM)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(twips(m.line_pt)))


def _defaults(m: Measures) -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(m.body_font)}{_size(m.body_pt)}"
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


def _styles(m: Measures):
    """Every paragraph style, in the order of the page."""
    style = partial(_style, m.fonts)
    line = twips(m.line_pt)
    normal = f'<w:widowControl w:val="{int(m.keeps_lines_together)}"/><w:jc w:val="both"/>'
    yield style("Normal", "body", m.body_pt, normal, tracking=twips(m.tracking_pt))
    yield from _head_styles(style, m, line)
    yield from _contents_styles(style, m)
    yield from _text_styles(style, m, line)
    tail = TAIL_LINE.format(line=twips(m.tail_line_pt), side=twips(m.tail_pt))
    yield style("报尾", "tail", m.tail_pt, tail, tracking=0)
    yield style("header", "body", m.body_pt)
    yield style("footer", "number", m.page_number_pt, _exactly(twips(m.page_number_pt)), tracking=0)


def _head_styles(style, m: Measures, line: int):
    own_line = '<w:snapToGrid w:val="0"/>' + CENTRED
    yield style("密级", "hei", m.body_pt, '<w:jc w:val="left"/>')
    yield style("报头", "masthead", m.masthead_pt, own_line, color=m.red, tracking=0)
    yield style("期号", "body", m.body_pt, CENTRED)
    yield style("特刊", "kai", m.body_pt, CENTRED)
    yield style("编发", "body", m.body_pt, _exactly(line) + '<w:jc w:val="left"/>')
    yield style("红线", "body", 1, _rule(m) + _exactly(twips(rule_height(m) - m.rule_pt)))


def _contents_styles(style, m: Measures):
    """The list of contents: titles, dots, and room for a page number at the right."""
    char, width = twips(m.char_pt), twips(m.width_pt)
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="middleDot" w:pos="{width}"/></w:tabs>'
    yield style(
        "目录标题", "title", m.title_pt, KEPT_TOGETHER + _exactly(twips(m.line_pt)) + CENTRED, tracking=0
    )
    yield style("目录栏目", "hei", m.body_pt, '<w:keepNext/><w:jc w:val="left"/>')
    for name, side in (("目录", 0), ("目录下级", 1)):
        indent = f'<w:ind w:left="{(side + 1) * char}" w:hanging="{char}"/><w:jc w:val="left"/>'
        yield style(name, "body", m.body_pt, "<w:keepLines/>" + tabs + indent)


def _text_styles(style, m: Measures, line: int):
    indent = twips(m.indent_chars * m.char_pt)
    first = f'<w:ind w:firstLineChars="{m.indent_chars * 100}" w:firstLine="{indent}"/>'
    yield style("栏目", "hei", m.body_pt, KEPT_TOGETHER + CENTRED)
    yield style("编者按", "kai", m.body_pt, first)
    yield style("Title", "title", m.title_pt, KEPT_TOGETHER + _exactly(line) + CENTRED, tracking=0)
    yield style("署名", "kai", m.body_pt, KEPT_TOGETHER + CENTRED)
    yield style("简讯标题", "hei", m.body_pt, KEPT_TOGETHER + first)
    yield style("简讯署名", "kai", m.body_pt, '<w:jc w:val="right"/>')
    yield style("称谓", "body", m.body_pt)
    yield style("段落", "body", m.body_pt, first)
    yield from _inset_styles(style, m)
    for level, role in enumerate(("hei", "kai", "sub", "sub"), start=1):
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        yield style(f"heading {level}", role, m.body_pt, KEPT_TOGETHER + first + outline)


def _inset_styles(style, m: Measures):
    """What stands between paragraphs: cells of two sizes, pictures, the words under them."""
    for prefix, scale in (("", SIZE), ("小", SMALL)):
        line = _exactly(twips(m.body_pt * scale * 1.6))
        yield style(f"{prefix}表中", "body", m.body_pt * scale, line + CENTRED, tracking=0)
        yield style(f"{prefix}表文", "body", m.body_pt * scale, line + '<w:jc w:val="left"/>', tracking=0)
    yield style("表距", "body", 1, _exactly(twips(m.line_pt / 4)))
    yield style("图", "body", m.body_pt, '<w:snapToGrid w:val="0"/>' + CENTRED, tracking=0)
    yield style("图题", "body", m.body_pt, "<w:keepLines/>" + CENTRED)


CENTRED = '<w:jc w:val="center"/>'
KEPT_TOGETHER = "<w:keepNext/><w:keepLines/>"
TAIL_LINE = (
    '<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="30" w:after="30" w:line="{line}" w:lineRule="exact"/>'
    '<w:ind w:left="{side}" w:right="{side}"/><w:jc w:val="left"/>'
)
TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _style(
    names: dict[str, str],
    name: str,
    role: str,
    size: float,
    layout: str = "",
    *,
    color: str = "",
    tracking=None,
) -> str:
    start = 'w:default="1" ' if name == "Normal" else ""
    based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    colour = f'<w:color w:val="{color}"/>' if color else ""
    spread = "" if tracking is None else f'<w:spacing w:val="{tracking}"/>'
    return (
        f'<w:style w:type="paragraph" {start}w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>{based}'
        f"<w:qFormat/><w:pPr>{_ordered(layout)}</w:pPr>"
        f"<w:rPr>{fonts(names[role])}{colour}{spread}{_size(size)}</w:rPr></w:style>"
    )


def _ordered(layout: str) -> str:
    """No hanging punctuation and no space between Chinese and Latin text: both leave the grid."""
    unspaced = '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    for tag in ("<w:snapToGrid ", "<w:spacing ", "<w:ind ", "<w:jc ", "<w:outlineLvl "):
        if tag in layout:
            return layout.replace(tag, unspaced + tag, 1)
    return layout + unspaced


def _exactly(line: int) -> str:
    return f'<w:snapToGrid w:val="0"/><w:spacing w:line="{line}" w:lineRule="exact"/>'


def _rule(m: Measures) -> str:
    width = round(m.rule_pt * 8)
    return f'<w:pBdr><w:bottom w:val="single" w:sz="{width}" w:space="0" w:color="{m.red}"/></w:pBdr>'


def _size(pt: float) -> str:
    half_points = round(pt * 2)
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
