"""What stands inside a paragraph of a Word file: lines of runs, pictures, boxes of text. No Django."""

from docx.oxml.ns import qn

from submissions.parts import Run

# Deleted and moved-away words, fields' instructions, pronunciation, what an older program would show instead.
SKIPPED = {
    qn(name)
    for name in (
        *("w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText", "w:fldData"),
        *("w:pPr", "w:rPr", "w:rt", "w:object"),
    )
}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED.add(FALLBACK)
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
NOTES = {qn("w:footnoteReference"), qn("w:endnoteReference")}
SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
OFF = ("0", "false", "off", "none")


class Pieces:
    """The content of one paragraph, in the order it is read."""

    def __init__(self, paragraph, bold_styles=()):
        self.lines, self.pictures, self.boxes, self.notes = [[]], [], [], False
        self.bold_styles = bold_styles
        self.walk(paragraph, False)

    def walk(self, element, bold):
        for child in element:
            if child.tag == qn("w:r"):
                if not switched(child, "w:vanish"):
                    self.walk(child, self.is_bold(child))
            elif child.tag == qn("w:txbxContent"):
                self.boxes.append(child)
            elif child.tag not in SKIPPED:
                self.take(child, bold)

    def take(self, child, bold):
        if child.tag in (qn("w:t"), MATHS):
            self.lines[-1].append(Run(child.text or "", bold))
        elif child.tag in SIGNS:
            self.sign(SIGNS[child.tag], bold)
        elif child.tag == qn("a:blip"):
            self.pictures.append(child.get(qn("r:embed")))
        elif child.tag == IMAGE_DATA:
            self.pictures.append(child.get(qn("r:id")))
        elif child.tag in NOTES:
            self.notes = True
        else:
            self.walk(child, bold)

    def sign(self, sign, bold):
        if sign == "\n":
            self.lines.append([])
        else:
            self.lines[-1].append(Run(sign, bold))

    def is_bold(self, run):
        """Set bold itself, or through a character style that is."""
        own = setting(run, "w:b")
        if own is not None:
            return own.get(qn("w:val"), "true") not in OFF
        style = setting(run, "w:rStyle")
        return style is not None and style.get(qn("w:val")) in self.bold_styles


def setting(run, name):
    return run.find(f"{qn('w:rPr')}/{qn(name)}")


def switched(run, name):
    found = setting(run, name)
    return found is not None and found.get(qn("w:val"), "true") not in OFF


def blocks_in(element):
    """The paragraphs and tables of a body or a box, also inside content controls and insertions."""
    for child in element:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag not in SKIPPED:
            yield from blocks_in(child)
