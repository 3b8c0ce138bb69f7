"""Reading a page the way a person does: cells by their headings."""

import re
from html import unescape

CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.S)


def words(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def tables(response):
    """Each table as a list of rows of cell texts, head and foot included."""
    page = response.content.decode()
    return [
        [[words(cell) for cell in CELL.findall(row)] for row in re.findall(r"<tr.*?</tr>", table, re.S)]
        for table in re.findall(r"<table.*?</table>", page, re.S)
    ]


def column(response, heading, table=0):
    """Unit → what stands under the heading."""
    head, *rows = tables(response)[table]
    return {row[head.index("单位")]: row[head.index(heading)] for row in rows}


def links(response):
    """Every figure of the ranking that opens something: (text, address)."""
    page = response.content.decode()
    found = re.findall(r'<td[^>]*><a href="([^"]+)">([^<]+)</a>', page)
    return [(text, unescape(url)) for url, text in found]


def printed(sheet, first=3):
    """The rows of a workbook's page as Excel shows them."""
    return [[shown(cell) for cell in row] for row in sheet.iter_rows(min_row=first)]


def shown(cell):
    if cell.value is None:
        return ""
    if cell.number_format == "0.0%":
        return f"{100 * cell.value:.1f}%"
    return f"{cell.value} 并列" if "并列" in cell.number_format else str(cell.value)
