"""How numbers are printed and typed: “增刊第2期” and …/2026/s2/. No queries, no models."""

from bulletins.states import Series

LETTERS = {  # before a number in an address: each count has its own, the regular one none
    Series.REGULAR: "",
    Series.SUPPLEMENT: "s",
    Series.DEDICATED: "d",
    Series.SPECIAL: "t",
    Series.REPORT: "r",
}
SLUG = f"[{''.join(LETTERS.values())}]?[1-9][0-9]{{0,5}}"
RUNNING = 0  # the “year” of a count that never begins anew


def slug_of(count: str, number: int) -> str:
    return f"{LETTERS[Series(count)]}{number}"


def read_slug(slug: str) -> tuple[Series, int]:
    """The count and the number of an address; the converter let no other text in."""
    letter = slug[:1] if slug[:1].isalpha() else ""
    count = next(series for series, each in LETTERS.items() if each == letter)
    return count, int(slug.removeprefix(letter))


def number_line(prefix: str, number: int | None, total: int | None = None) -> str:
    """“第29期（总第431期）” (domain §7.3); a proof of a series with a name of its own leaves room for the number."""
    if number is None:
        return f"{prefix}第　　期" if prefix else ""
    return f"{prefix}第{number}期" + (f"（总第{total}期）" if total else "")
