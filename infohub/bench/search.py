"""Search: does a query find exactly what plain reading finds, and what does the newest page of answers cost."""

from functools import partial
from time import perf_counter

from infohub.bench import writing
from infohub.bench.timing import Row, page_of_rows, ratio, seconds
from infohub.searching import Asked, found, readable
from submissions.actions.indexing import item_sources, rebuild
from submissions.models import Submission, Text
from submissions.models.texts import places_of

REPEATS = 20
QUERIES = {
    "常用两字词": "工会",
    "常用词加词": "工会 职工 服务",
    "单字": "会",
    "少用两字词": "约稿",
    "长词": "困难职工",
    "词组": "“送清凉”",
    "没有的词": "丁香湖畔",
}


def bench(stage, items):
    """The rows of the report."""
    start = perf_counter()
    count = sum(1 for _ in rebuild(item_sources()))
    yield Row("查找：重建索引", f"{perf_counter() - start:.0f} 秒，{count} 批")
    yield exactness(stage, items)
    bare = page_of_rows(Submission.objects.visible_to(stage.editor))
    for name, query in QUERIES.items():
        for reader in (stage.editor, stage.authors[0]):
            rows = seconds([partial(found, reader, Asked(q=query))] * REPEATS)
            where = "编辑" if reader == stage.editor else "信息员"
            yield Row(f"查找：{name}（{where}）", ratio(rows, bare))


def exactness(stage, items):
    """Words cut at random from the texts, looked for in the index and by reading every text."""
    texts = {item.pk: f"{item.filed.title}\n{item.filed.body}" for item in items}
    words = [clause[:size] for size in (2, 2, 3, 4, 6) for clause in stage.rng.sample(writing.clauses(), 20)]
    words = sorted({word for word in words if word.isalpha()})
    right = sum(
        answers(stage.editor, word) == {pk for pk, text in texts.items() if word in text} for word in words
    )
    return Row("查找：与逐篇通读完全一致的词", f"{right} / {len(words)}")


def answers(user, query):
    texts = Text.objects.containing(query, places_of(user)).of(readable(user, Asked(q=query)))
    return set(texts.values_list("thing", flat=True))
