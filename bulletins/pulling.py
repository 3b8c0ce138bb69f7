"""Taking out of a text what was put in whole, while it still stands there word for word. No Django."""

from submissions.markup import write
from submissions.rich import parts_of, text_of, worn


def without(text, passage):
    """The words and dress of a text (anything with body and rich) without a passage; None unless it is still whole in it."""
    parts = parts_of(text.body, text.rich)
    wanted = [part.lines for part in parts_of(passage.body, passage.rich)]
    lines = [part.lines for part in parts]
    starts = [at for at in range(len(lines) - len(wanted) + 1) if lines[at : at + len(wanted)] == wanted]
    if not wanted or not starts or len(wanted) == len(lines):
        return None
    start = starts[-1]  # what was merged was put at the end
    html = write(parts[:start] + parts[start + len(wanted) :])
    return {"body": text_of(html), "rich": worn(html) if text.rich else ""}
