"""Likeness: is a copied and changed item found among many, how often is a stranger, and how fast."""

from functools import partial

from infohub.bench import writing
from infohub.bench.timing import Row, page_of_rows, ratio, seconds
from submissions import likeness
from submissions.models import Signature, Submission

PROBES, CHANGED = 200, 0.3
WAYS = {
    "成句改写": writing.by_clauses,
    "词组改写": writing.by_phrases,
    "逐词改写": writing.by_words,
}


def bench(stage, items):
    """The rows of the report."""
    readable = Submission.objects.visible_to(stage.editor)
    probes = [item.filed for item in stage.rng.sample(items, min(PROBES, len(items)))]
    for name, change in WAYS.items():
        found = sum(is_found(stage, readable, probe, change) for probe in probes)
        yield Row(f"查重：{name}三成后仍查到", f"{found} / {len(probes)}（召回 {found / len(probes):.3f}）")
    strangers = [f"{writing.title(stage.rng)}\n{writing.text(stage.rng)}" for _ in probes]
    wrong = sum(bool(Signature.objects.alike(text, readable)) for text in strangers)
    yield Row("查重：无关来稿被误认", f"{wrong} / {len(strangers)}")
    yield from speed(readable, strangers, page_of_rows(readable))


def is_found(stage, readable, probe, change):
    text = f"{probe.title}\n{change(stage.rng, probe.body, CHANGED)}"
    return any(each.item.pk == probe.submission_id for each in Signature.objects.alike(text, readable))


def speed(readable, texts, bare):
    signed = likeness.signatures(likeness.shingles(text) for text in texts)
    bands = seconds([partial(Signature.objects.sharing_bands, hashes) for hashes in signed])
    whole = seconds([partial(Signature.objects.alike, text, readable) for text in texts])
    yield Row("查重：一次查找（仅索引）", ratio(bands, bare))
    yield Row("查重：一次查找（连同逐字比对）", ratio(whole, bare))
