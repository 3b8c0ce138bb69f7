"""Finding secrecy markers before anything leaves the unit (保密审查, domain §10.2). No Django."""

import re
import zipfile

PARTS = re.compile(r"(?:word|ppt/slides|ppt/notesSlides)/[^/]+\.xml|xl/sharedStrings\.xml")
PART_LIMIT = 30 * 1024 * 1024  # bytes of one unpacked part that are looked through
MARKERS = re.compile(
    r"(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆*]|[★☆]\s*(?:长期|\d+\s*[年月])|绝\s*密|机\s*密(?=级|件|文件|\s*$)"
    r"|秘\s*密(?=级|件|文件|\s*$)|内部(?:文件|资料)|注意保存",
    re.MULTILINE,
)


def markers_in(*texts):
    """The distinct markers found, in order of appearance."""
    found = (match.group(0).strip() for text in texts for match in MARKERS.finditer(text or ""))
    return list(dict.fromkeys(found))


def texts_in_package(file):
    """The words inside a Word, Excel or PowerPoint file, part by part; nothing for other files."""
    if not zipfile.is_zipfile(file):
        return []
    with zipfile.ZipFile(file) as package:
        parts = [entry for entry in package.infolist() if PARTS.fullmatch(entry.filename)]
        return [words_of(package.open(part).read(PART_LIMIT)) for part in parts]


def words_of(xml):
    """Text without tags; a paragraph's runs are joined, so a marker split by formatting is still found."""
    text = re.sub(r"</(?:w:p|a:p|si)>", "\n", xml.decode("utf-8", "replace"))
    return re.sub(r"<[^>]+>", "", text)
