"""From rows to a printable paper: the one place that knows both."""

from bulletins.measures import Measures
from bulletins.paper import Paper, Piece, Tail, blocks_of


def paper_of(issue):
    """The page model of an issue: a proof before signature, the final form with number and date after."""
    publication = issue.publication
    return Paper(
        classification=publication.classification,
        masthead=publication.name,
        number=number_line(issue),
        tag=f"【{issue.tag}】" if issue.tag else "",
        office=publication.publisher,
        date=issue.date,
        note=issue.note,
        pieces=tuple(piece_of(place.article) for place in issue.ordered()),
        tail=tail_of(issue),
        measures=Measures.from_dict(publication.measures),
        proof=issue.number is None,
    )


def shown(issue):
    """What a page shows: the frozen content once there is one, the rows before."""
    return Paper.from_dict(issue.paper) if issue.paper else paper_of(issue)


def number_line(issue):
    """“第29期”, with the running total where the publication prints it (domain §7.3)."""
    if issue.number is None:
        return ""
    series = "增刊" if issue.series == "supplement" else ""
    total = f"（总第{issue.total}期）" if issue.total else ""
    return f"{series}第{issue.number}期{total}"


def piece_of(article):
    return Piece(title=article.title, byline=article.byline, blocks=blocks_of(article.body))


def tail_of(issue):
    publication = issue.publication
    return Tail(
        editor=str(issue.editor),
        checker=str(issue.checker or ""),
        approver=str(issue.approver or ""),
        report_to=lines(issue.report_to),
        send_to=lines(issue.send_to),
        copy_to=lines(issue.copy_to),
        contact=lines(publication.contact),
        copies=issue.copies or None,
    )


def lines(text):
    return tuple(line.strip() for line in text.splitlines() if line.strip())
