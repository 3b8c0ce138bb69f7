"""Standing lists 报、送、发: one organisation or named person on each line, in the order typed. No queries, no models."""

from collections.abc import Mapping

from bulletins.wording import clean, sentence_of

LISTS = {"report_to": "报", "send_to": "送", "copy_to": "发"}
LINE_LIMIT = 60  # two printed lines of a name with its post


def numbered(text: str) -> list[tuple[int, str]]:
    """The lines that say something, with the number a person counts them by."""
    lines = enumerate(text.splitlines(), 1)
    return [(number, name) for number, line in lines if (name := clean(line).rstrip("，,、；;。"))]


def tidied(text: str) -> str:
    """The list as it is kept: no empty lines, no commas that the printer sets itself."""
    return "\n".join(name for _, name in numbered(text))


def printed(label: str, text: str) -> str:
    """How the line will read under the issue; nothing for an empty list, which has no line."""
    names = tuple(name for _, name in numbered(text))
    return f"{label}：{sentence_of(names)}" if names else ""


def faults(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """What is wrong with the lists, each sentence naming the line: nobody gets two copies of an issue."""
    seen: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for field, label in LISTS.items():
        for number, name in numbered(texts.get(field, "")):
            place, known = f"“{label}”第{number}行", "".join(name.split())
            if known in seen:
                found.setdefault(field, []).append(f"{place}“{name}”与{seen[known]}重复，请删去一处。")
            elif len(name) > LINE_LIMIT:
                found.setdefault(field, []).append(
                    f"{place}超过{LINE_LIMIT}字，请一行只写一个单位或一位同志。"
                )
            seen.setdefault(known, place)
    return found
