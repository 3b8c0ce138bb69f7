"""The words of an article as a form carries them: the common ground when somebody else saved meanwhile. No queries."""

from bulletins.states import Use

FACTS = {"title": "标题", "byline": "署名", "use": "用法", "column": "栏目", "note": "编者按"}
CARRIED = (*FACTS, "body")
NOTHING = "（无）"


def carried(text):
    """The words of an article or of one of its revisions as plain values."""
    words = {name: getattr(text, name) for name in CARRIED if name != "column"}
    return words | {"column": str(text.column_id or "")}


def in_words(name, value, columns):
    """One fact as a person reads it; `columns` gives names by key."""
    if not value:
        return NOTHING
    if name == "use":
        return dict(Use.choices).get(value, value)
    return columns.get(value, NOTHING) if name == "column" else value
