"""Where the words of a query stand in a text as it was written, and the stretch worth showing."""

from submissions.bigrams import Term, pieces

ROOM = 96  # characters of an excerpt: two lines on a desk, four on a telephone
LEAD = 24  # characters before the first mark, at most
ENOUGH = 200  # marks looked at for the best stretch
STOPS = "。！？；\n"

Piece = tuple[str, bool]  # some of the text, and whether it is what was asked for


def marks(text: str, asked: tuple[Term, ...]) -> list[tuple[int, int, int]]:
    """Start, end and number of term of every place in the text that answers the query, in order."""
    folded, origin = located(text)
    found = []
    for number, term in enumerate(asked):
        at = folded.find(term.pattern)
        while at >= 0:
            inside = [place for place in origin[at : at + len(term.pattern)] if place]
            found.append((inside[0][0], inside[-1][1], number))
            at = folded.find(term.pattern, at + 1)
    return sorted(found)


def located(text: str) -> tuple[str, list]:
    """The folded text, and for each of its characters where it came from; a space between runs is from nowhere."""
    folded, origin = [" "], [None]
    for start, end, _, run in pieces(text):
        folded += [run, " "]
        if len(run) == end - start:
            origin += [(at, at + 1) for at in range(start, end)]
        else:  # ㎡ became two letters: the run is marked as a whole
            origin += [(start, end)] * len(run)
        origin.append(None)
    return "".join(folded), origin


def marked(text: str, asked: tuple[Term, ...]) -> list[Piece]:
    """The whole of a short text in pieces, for a template to mark and to escape."""
    return cut(text, marks(text, asked), 0, len(text))


def excerpt(text: str, asked: tuple[Term, ...]) -> list[Piece]:
    """The stretch with the most different words of the query; the beginning if none stands here."""
    found = marks(text, asked)[:ENOUGH]
    first = max(found, key=lambda mark: (variety(found, mark[0]), -mark[0]), default=(0, 0, 0))
    start = opening(text, first[0])
    end = min(len(text), max(start + ROOM, first[1]))
    shown = cut(text, found, start, end)
    return [*([("…", False)] if start else []), *shown, *([("…", False)] if end < len(text) else [])]


def variety(found: list, start: int) -> int:
    return len({number for at, end, number in found if start <= at and end <= start + ROOM - LEAD})


def opening(text: str, at: int) -> int:
    """Begin with the sentence if it is near, else a little before the mark."""
    earliest = max(0, at - LEAD)
    stop = max(text.rfind(mark, earliest, at) for mark in STOPS)
    return stop + 1 if stop >= 0 else earliest


def cut(text: str, found: list, start: int, end: int) -> list[Piece]:
    """Marked and unmarked pieces in turn; marks that overlap or touch become one."""
    shown, at = [], start
    for first, last, _ in found:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if first == at and shown:
            shown[-1] = (shown[-1][0] + text[first:last], True)
        else:
            shown += [(text[at:first], False), (text[first:last], True)]
        at = last
    return [piece for piece in (*shown, (text[at:end], False)) if piece[0]]
