"""Finding secrecy markers before anything leaves the unit (保密审查, domain §10.2). No Django."""

import re

MARKERS = re.compile(
    r"(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆*]|[★☆]\s*(?:长期|\d+\s*[年月])|绝\s*密|机\s*密(?=级|件|文件|\s*$)"
    r"|秘\s*密(?=级|件|文件|\s*$)|内部(?:文件|资料)|注意保存",
    re.MULTILINE,
)


def markers_in(*texts):
    """The distinct markers found, in order of appearance."""
    found = (match.group(0).strip() for text in texts for match in MARKERS.finditer(text or ""))
    return list(dict.fromkeys(found))
