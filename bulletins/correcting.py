"""What a correction says, and whether the words it calls wrong were printed. No queries, no models."""

from bulletins.paper import Paper, Piece

WITHIN = str.maketrans("“”‘’", "‘’“”")


def stands_in(paper: Paper, place: int | None, words: str) -> bool:
    """Were these words printed in the piece at this place, or, without a place, around the pieces?"""
    lines = around(paper) if place is None else inside(paper.pieces[place])
    return any(squeezed(words) in squeezed(text) for text in ("".join(lines), *lines))


def inside(piece: Piece) -> list[str]:
    return [piece.title, piece.byline, piece.note, *(line for block in piece.blocks for line in block.lines)]


def around(paper: Paper) -> list[str]:
    """Masthead, editor's note and tail."""
    tail = paper.tail
    head = [paper.classification, paper.masthead, paper.number_line, paper.tag, paper.office, paper.date_line]
    lists = [names for _, names in tail.lists]
    return [*head, paper.note, *tail.hands, *lists, *tail.contact_lines, tail.copies_line]


def squeezed(text: str) -> str:
    return "".join(text.split())


def sentence(wrong: str, right: str) -> str:
    """As it is printed: “误” read as “正”, or struck out."""
    return f"{quoted(wrong)}应为{quoted(right)}。" if right else f"{quoted(wrong)}应删去。"


def quoted(words: str) -> str:
    """In quotation marks; those inside them become single and the single double (GB/T 15834)."""
    return f"“{words.translate(WITHIN)}”"


def notice(label: str, place: str, wrong: str, right: str) -> str:
    """One paragraph of the 更正 in a later issue."""
    return f"本刊{label}{place}中，{sentence(one_line(wrong), one_line(right))}特此更正。"


def one_line(text: str) -> str:
    return " ".join(text.split())
