"""How much a paper prints, from its frozen dictionary. No Django."""


def extent_of(paper: dict) -> dict:
    """Articles; characters without blanks, of the notes, titles and texts; pictures."""
    pieces = paper.get("pieces", ())
    texts = [paper.get("note", "")]
    for piece in pieces:
        texts += [piece.get("title", ""), piece.get("note", "")]
        texts += [text for block in piece.get("blocks", ()) for text in texts_of(block)]
    pictures = sum(block["kind"] == "picture" for piece in pieces for block in piece.get("blocks", ()))
    words = sum(len("".join(text.split())) for text in texts)
    return {"articles": len(pieces), "words": words, "pictures": pictures}


def texts_of(block: dict) -> list[str]:
    """The words of a paragraph, of every cell of a table, or under a picture."""
    if block["kind"] == "table":
        return [run[0] for row in block["rows"] for cell in row for run in cell["runs"]]
    return [block.get("caption") or block.get("text", "")]
