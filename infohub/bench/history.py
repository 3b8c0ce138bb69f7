"""How long an old register takes to come in and to go out again, and how much memory that needs."""

import tracemalloc
from time import perf_counter

from django.core.files.base import ContentFile

from accounts.roles import Role
from infohub.bench.timing import Row
from scoring.actions.history import checking, loading, receiving, undoing
from scoring.tasks import work_history

ROWS = 5000
HEADINGS = "单位,标题,作者,刊物,采用方式,期号,采用日期"


def bench(stage, items):
    """The rows of the report: each step by itself, done by the worker as in use."""
    scorer = stage.person("historian", stage.office, Role.EDITOR)
    tracemalloc.start()
    batch, took = timed(lambda: receiving.receive(stage.office, "uses", register(stage), by=scorer))
    yield Row("历史登记：读取", f"{ROWS} 行，{took:.1f} 秒")
    columns, carrier = columns_of(batch), {"carrier": {"旧刊": "new:city:union"}}
    _, took = timed(lambda: checking.map_columns(batch, columns, {}, by=scorer))
    _, again = timed(lambda: checking.say_names(batch, carrier, by=scorer))
    yield Row("历史登记：检查", f"{took + again:.1f} 秒（两遍）")
    _, took = timed(lambda: loading.ask_to_load(batch, by=scorer))
    yield Row("历史登记：导入", f"{took:.1f} 秒，{batch.made.count()} 行数据")
    _, took = timed(lambda: undoing.ask_to_undo(batch, by=scorer, reason="测速"))
    yield Row("历史登记：撤销", f"{took:.1f} 秒，剩 {batch.made.count()} 行")
    yield Row("历史登记：内存峰值", f"{tracemalloc.get_traced_memory()[1] / 1024 / 1024:.0f} MB")
    tracemalloc.stop()


def register(stage):
    """Years of uses, three to an item."""
    lines = [
        f"{stage.units[n % len(stage.units)].name},旧闻第{n // 3}条,作者{n % 40},旧刊,全文,第{n % 60}期,"
        f"201{n % 9}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        for n in range(ROWS)
    ]
    return ContentFile("\r\n".join([HEADINGS, *lines]).encode(), name="登记簿.csv")


def columns_of(batch):
    batch.refresh_from_db()
    return batch.columns


def timed(act):
    """The act with the work it hands on, whether a queue carries it or not."""
    start = perf_counter()
    batch = act()
    work_history(batch.pk)
    return batch, perf_counter() - start
