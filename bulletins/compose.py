"""From rows to a printable paper: the one place that knows both."""

from dataclasses import replace

from django.utils import timezone

from bulletins import numbering
from bulletins.measures import Measures
from bulletins.paper import Paper, Piece, Tail, blocks_of
from bulletins.pictures import pictures_of
from bulletins.states import Use

SAMPLE = """一、各级标题
一级标题用黑体，二级标题用楷体，正文用仿宋，层次由行首的序号识别。
（一）每行字数和每面行数。版心的宽和高除以每行字数、每面行数，即得字距和行距；改动页边距后请回到本页看一看是否疏密得当。
1.标题字号。标题居中，一行排不下时自动匀成几行。
（1）报尾。报、送、发和联系方式取自刊物的常设名单，组稿时可按期增减。
二、调整办法
在刊物设置中修改版式参数并保存，再打开样张查看；只有签发时的版式随该期固定，以后再改不影响已签发的各期。"""


def paper_of(issue):
    """The page model of an issue: a proof before signature, the final form with number and date after."""
    publication = issue.publication
    return Paper(
        classification=publication.classification,
        masthead=publication.name,
        number=number_line(issue),
        tag=tag_line(issue),
        office=publication.publisher,
        date=issue.date,
        note=issue.note,
        pieces=tuple(piece_of(place.article) for place in issue.ordered()),
        tail=tail_of(issue),
        measures=Measures.from_dict(publication.measures),
        proof=issue.number is None,
        contents=issue.shows_contents,
    )


def shown(issue):
    """What a page shows: the frozen content once there is one, the rows before."""
    return Paper.from_dict(issue.paper) if issue.paper else paper_of(issue)


def sample_of(publication):
    """A made-up issue in a publication's own masthead and measures, to look at before using them."""
    return Paper(
        classification=publication.classification,
        masthead=publication.name,
        number=publication.next_line(),
        tag="【样张】",
        office=publication.publisher,
        date=timezone.localdate(),
        note="本页是样张，用来查看刊头、版心、字号和报尾的效果。",
        pieces=(Piece("关于印制样张的说明", publication.publisher, blocks_of(SAMPLE)),),
        tail=tail_like(publication, publication.contact),
        measures=Measures.from_dict(publication.measures),
    )


def number_line(issue):
    """“第29期”, with the running total where the publication prints it beside a yearly number (domain §7.3)."""
    publication = issue.publication
    if issue.number is None:
        return numbering.number_line(publication.rules[issue.series].prefix, None)
    prints_total = publication.shows_total and publication.restarts_yearly
    return numbering.number_line(issue.prefix, issue.number, issue.total if prints_total else None)


def tag_line(issue):
    """“【…特刊】”: what was typed, or else the name of a series that stands among the regular numbers."""
    tag = issue.tag or issue.publication.rules[issue.series].tag
    return f"【{tag}】" if tag else ""


def piece_of(article):
    blocks = blocks_of(article.body, article.rich, pictures_of(article))
    column = article.column.name if article.column else ""
    return Piece(article.title, article.byline, blocks, article.note, column, article.use == Use.BRIEF)


def tail_of(issue):
    return replace(
        tail_like(issue, issue.publication.contact),
        editor=str(issue.editor),
        checker=str(issue.checker or ""),
        approver=str(issue.approver or ""),
    )


def tail_like(lists, contact):
    """The foot of the page from whatever holds the lists: an issue, or the publication's standing ones."""
    return Tail(
        report_to=lines(lists.report_to),
        send_to=lines(lists.send_to),
        copy_to=lines(lists.copy_to),
        contact=lines(contact),
        copies=lists.copies or None,
    )


def lines(text):
    return tuple(line.strip() for line in text.splitlines() if line.strip())
