"""The words of an article as a form carries them: the common ground when somebody else saved meanwhile. No queries."""

FACTS = {"title": "标题", "byline": "署名", "use": "用法", "column": "栏目", "note": "编者按"}
CARRIED = (*FACTS, "body")
NOTHING = "（无）"


def carried(text):
    """The words of an article or of one of its revisions as plain values."""
    words = {name: getattr(text, name) for name in CARRIED if name != "column"}
    return words | {"column": str(text.column_id or "")}


def in_words(name, value, names):
    """One fact as a person reads it; `names` of columns by key, of uses by code."""
    if not value:
        return NOTHING
    if name == "use":
        return names["use"].get(value, value)
    return names["column"].get(value, NOTHING) if name == "column" else value
