"""The blocks of an article as the PDF template takes them; `words` is all they print in body type."""

from bulletins.blocks import AnyBlock, Block, Picture, Table
from bulletins.measures import Measures
from submissions.lines import printable
from submissions.parts import Run


def file_of(attachment: int) -> str:
    """The name under which the typesetter finds a picture's bytes."""
    return f"picture-{attachment}"


def block_of(block: AnyBlock, m: Measures) -> dict:
    makers = {"table": table_of, "picture": picture_of}
    return makers.get(block.kind, paragraph_of)(block, m)


def paragraph_of(block: Block, m: Measures) -> dict:
    heading, rest = runs_of(block.head), runs_of(block.rest)
    words = [run["text"] for run in rest]
    return {"kind": block.kind, "heading": heading, "rest": rest, "address": block.is_address, "words": words}


def table_of(table: Table, m: Measures) -> dict:
    cells = [
        {
            "x": x,
            "y": y,
            "across": cell.across,
            "down": cell.down,
            "centred": table.is_centred(y, x, cell),
            "lines": [runs_of(line) for line in cell.paragraphs],
        }
        for y, x, cell in table.placed
    ]
    words = [run["text"] for cell in cells for line in cell["lines"] for run in line]
    look = {"heads": table.heads, "widths": table.widths, "scale": table.scale}
    return {"kind": "table", "cells": cells, "words": words} | look


def picture_of(picture: Picture, m: Measures) -> dict:
    """Never wider than the type area, never so tall that its caption would stand on another page."""
    width, height = picture.fitted(m.width_pt, m.height_pt - 3 * m.line_pt)
    return {
        "kind": "picture",
        "file": f"/{file_of(picture.attachment)}",
        "format": "jpg" if picture.content_type == "image/jpeg" else "png",
        "width": width,
        "height": height,
        "caption": (words := "".join(map(printable, picture.caption))),
        "words": [words],
    }


def runs_of(runs: tuple[Run, ...]) -> list[dict]:
    return [{"text": "".join(map(printable, run.text)), "bold": run.bold} for run in runs]
