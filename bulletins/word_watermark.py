"""Words across the page behind the text, as Word itself draws a watermark: 清样, or who took a copy and when."""

import io
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document
from docx.oxml import parse_xml

from bulletins.wording import width_of

DIAGONAL = 400  # points a line of words may be long across the page

SHAPE_TYPE = """
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
    path="m@7,l@8,m@5,21600l@6,21600e">
  <v:formulas>
    <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
    <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
    <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
    <v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>
    <v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
  </v:formulas>
  <v:path textpathok="t" o:connecttype="custom"
      o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>
  <v:textpath on="t" fitshape="t"/>
</v:shapetype>
"""

PLACE = (
    "position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;"
    "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)
SHAPE = """
<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
  {shape_type}
  <v:shape id="Watermark" o:spid="_x0000_s2049" type="#_x0000_t136" style="{place}" o:allowincell="f"
      fillcolor="#ececec" stroked="f">
    <v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string={words}/>
  </v:shape>
</w:pict>
"""


def shape_of(words: str):
    """As large as the page allows, with letters of their natural shape."""
    letter = min(DIAGONAL / max(width_of(words), 1), 150)
    place = PLACE.format(width=round(letter * width_of(words)), height=round(letter))
    return parse_xml(SHAPE.format(shape_type=SHAPE_TYPE, place=place, words=quoteattr(words)))


def lay_under(document: Document, words: str) -> None:
    """On odd and even pages."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        header.paragraphs[0].style = "header"
        header.paragraphs[0].add_run()._r.append(shape_of(words))


def marked(content: bytes, words: str) -> bytes:
    """A copy of a signed file with a reader's name and the time under its text."""
    document, out = docx.Document(io.BytesIO(content)), io.BytesIO()
    lay_under(document, words)
    document.save(out)
    return out.getvalue()
