"""A reader's name and the time, laid over each page of their copy of a signed PDF.

The copy begins with the signed bytes themselves: what is new stands behind them, as the format provides.
"""

import io
import json
from functools import cache
from pathlib import Path

import typst
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, IndirectObject, NameObject

from bulletins.fonts import Fonts, typesetter_fonts

TEMPLATE = Path(__file__).with_name("pdf_watermark.typ")
NAME = NameObject("/Reader")


def marked(content: bytes, words: str, fonts: Fonts) -> bytes:
    """The copy; refuses with `MissingGlyph` a name that no font can print."""
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    laid: dict[tuple[float, float], IndirectObject] = {}
    before, after = (writer._add_object(_stream(drawn)) for drawn in (b"q", b"Q q /Reader Do Q"))
    for page in writer.pages:
        size = float(page.mediabox.width), float(page.mediabox.height)
        if size not in laid:
            laid[size] = _sheet(writer, size, words, fonts)
        _lay_over(page, laid[size], before, after)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _sheet(writer: PdfWriter, size: tuple[float, float], words: str, fonts: Fonts) -> IndirectObject:
    """The watermark as one drawing that all pages of its size share."""
    page = PdfReader(io.BytesIO(_drawn(size, words, fonts))).pages[0]
    sheet = _stream(page.get_contents().get_data())
    sheet[NameObject("/Type")], sheet[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    sheet[NameObject("/BBox")] = ArrayObject(page.mediabox)
    sheet[NameObject("/Resources")] = page["/Resources"].clone(writer)
    return writer._add_object(sheet.flate_encode())


def _drawn(size: tuple[float, float], words: str, fonts: Fonts) -> bytes:
    faces = fonts.setting("hei", words)
    families = list(dict.fromkeys(face.family for face in faces))
    data = {"width": size[0], "height": size[1], "words": words, "families": families}
    return typst.compile(
        _template(),
        font_paths=typesetter_fonts(faces),
        sys_inputs={"mark": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
    )


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _lay_over(page: PageObject, sheet: IndirectObject, before: IndirectObject, after: IndirectObject) -> None:
    """The page's own drawing between a saved and a restored state, then the sheet."""
    resources = page["/Resources"].get_object()
    drawings = DictionaryObject(resources.get("/XObject", DictionaryObject()).get_object())
    drawings[NAME] = sheet
    page[NameObject("/Resources")] = DictionaryObject({**resources, NameObject("/XObject"): drawings})
    own = page.raw_get("/Contents")
    parts = own.get_object() if isinstance(own.get_object(), ArrayObject) else [own]
    page[NameObject("/Contents")] = ArrayObject([before, *parts, after])
