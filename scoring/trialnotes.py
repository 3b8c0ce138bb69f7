"""What a trial leaves out or may have misread, said once: nothing is dropped in silence. Pure."""

from collections.abc import Iterator

from scoring.engine import RuleBook
from scoring.factfile import FactFile
from scoring.factwords import carriers_named
from scoring.spans import Span

MOST_NAMES = 10


def notes(book: RuleBook, file: FactFile, span: Span) -> list[str]:
    return [*outside(file, span), *strangers(file), *carriers(book, file), *classes(book, file)]


def outside(file: FactFile, span: Span) -> Iterator[str]:
    before, after = file.outside(span)
    if before:
        yield f"{before}件事在{span.first}以前，不计入本次得分（同一考核年度里的仍参与就高不就低和周期计数）。"
    if after:
        yield f"{after}件事在{span.last}以后，没有核算。"


def strangers(file: FactFile) -> Iterator[str]:
    """Units without a row of their own in a file that gives most of them one: a name may be misspelt."""
    unknown = sorted(set(file.units) - file.declared)
    if len(unknown) < len(file.declared) and unknown:
        yield f"这些单位没有“单位”行，照样核算，请核对名称写法：{named(unknown)}。"


def carriers(book: RuleBook, file: FactFile) -> Iterator[str]:
    known = carriers_named(book)
    unknown = sorted(str(code) for code in file.carriers if code and str(code) not in known) if known else []
    if unknown:
        yield f"办法里没有提到这些刊物，按层级、系统找分值：{named(unknown)}。"


def classes(book: RuleBook, file: FactFile) -> Iterator[str]:
    """Units of no class the book speaks of, where it speaks of classes."""
    tables = [quota.by_class for quota in book.quotas] + [book.opening_by_class, book.total.class_times]
    spoken = {sort for table in [*tables, book.total.pass_by_class] for sort in table}
    sorts = {unit: file.reporters[unit].sort if unit in file.reporters else "" for unit in file.units}
    unknown = [
        f"{unit}（{sort or '没有写类别'}）" for unit, sort in sorts.items() if not {sort, unit} & spoken
    ]
    if spoken and unknown:
        yield f"办法分类别（{'、'.join(sorted(spoken))}），这些单位不在其中：{named(unknown)}。"


def named(names: list[str]) -> str:
    shown = "、".join(names[:MOST_NAMES])
    return f"{shown}等{len(names)}个" if len(names) > MOST_NAMES else shown
