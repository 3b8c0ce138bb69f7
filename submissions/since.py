"""What changed between two reports of one item, in a few short sentences. No queries."""

from submissions.facts import changed
from submissions.merge import edits


def told(before, after, units):
    """Title, paragraphs, facts: what a reader wants to know before reading it all again."""
    sentences = ["标题改了"] if before["title"] != after["title"] else []
    sentences += paragraphs_told(before["body"].split("\n"), after["body"].split("\n"))
    sentences += [f"{label}由“{old}”改为“{new}”" for label, old, new in changed(before, after, units)]
    return sentences


def paragraphs_told(before, after):
    """How many paragraphs were rewritten, added, taken out."""
    rewritten = added = removed = 0
    for edit in edits(before, after):
        gone, come = edit.stop - edit.start, len(edit.lines)
        rewritten += min(gone, come)
        added += max(0, come - gone)
        removed += max(0, gone - come)
    counts = (("改写", rewritten), ("增加", added), ("删去", removed))
    parts = [f"{verb} {count} 段" for verb, count in counts if count]
    return [f"正文{'、'.join(parts)}"] if parts else []
