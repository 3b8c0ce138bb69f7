"""Finding secrecy markers before anything leaves the unit (保密审查, domain §10.2). No Django."""

import re
import zipfile
from html import unescape

PARTS = re.compile(r"(?:word|xl|ppt|docProps)/(?!.*_rels/).+\.(?:xml|vml)")  # wherever an author can type
SILENT = re.compile(
    r".*(?:theme|styles|fontTable|settings|Settings|numbering|calcChain|tableStyles)[^/]*\.xml"
)
PART_LIMIT = 30 * 1024 * 1024  # bytes of one unpacked part that are looked through
GAP = r"[^\S\n]*"  # markings are spaced out, but never over two lines
TOP = rf"(?<![杜拒断隔])绝{GAP}密(?![切闭集封码])"  # 杜绝密闭空间 marks nothing
LOW = rf"(?<!国家)(?<!商业)(?<!工作)(?:机{GAP}密|秘{GAP}密)(?=级|件|文件|\s*$)"
MARKERS = re.compile(
    rf"(?:绝{GAP}密|机{GAP}密|秘{GAP}密){GAP}[★☆*]|[★☆]{GAP}(?:长期|\d+{GAP}[年月])|{TOP}|{LOW}"
    r"|内部(?:文件|资料)|注意保存",
    re.MULTILINE,
)
# A tag that never closes reaches to the end: a hostile file of nothing but < is read once, not once for each.
TAG = re.compile(r"<[^>]*(?:>|\Z)")
PARAGRAPH_END = re.compile(
    r"</(?:w:p|a:p|p:text|si|is|comment|(?:odd|even|first)(?:Header|Footer)|(?:dc|cp|vt):\w+|Company|Manager)>"
    r"|<(?:w|a):(?:br|tab)\b[^>]*(?:>|\Z)"
)
# Words that stand in attributes: a watermark, the name of a sheet, what a picture is said to show.
ATTRIBUTES = re.compile(
    r'<v:textpath\b[^<>]*?\bstring="([^"]*)"|<sheet\b[^<>]*?\bname="([^"]*)"|\bdescr="([^"]*)"'
)
CODES = re.compile(r"&[LCR]")  # a sheet's header says with &C that it is centred


def markers_in(*texts):
    """The distinct markers found, in order of appearance."""
    found = (match.group(0).strip() for text in texts for match in MARKERS.finditer(text or ""))
    return list(dict.fromkeys(found))


def texts_in_package(file):
    """The words inside a Word, Excel or PowerPoint file, part by part; nothing for other files."""
    if not zipfile.is_zipfile(file):
        return []
    with zipfile.ZipFile(file) as package:
        return [words_of(package.open(part).read(PART_LIMIT)) for part in package.infolist() if speaks(part)]


def speaks(part):
    """Headers, notes, comments, text boxes and properties count; styles and themes have no words."""
    return bool(PARTS.fullmatch(part.filename)) and not SILENT.fullmatch(part.filename)


def words_of(xml):
    """Text without tags; a paragraph's runs are joined, so a marker split by formatting is still found."""
    source = xml.decode("utf-16" if xml[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    said = ["".join(groups) for groups in ATTRIBUTES.findall(source)]
    text = TAG.sub("", PARAGRAPH_END.sub("\n", source))
    return CODES.sub("\n", unescape("\n".join([text, *said])))
