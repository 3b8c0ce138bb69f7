"""The ranking and what stands beside it, for the crawler: every page of a month and of a part of a year."""

MONTHLY = (
    "persons",
    "persons_xlsx",
    "quotas",
    "quotas_xlsx",
    "counted",
    "zeros",
    "zeros_xlsx",
    "zeros_remind",
)


def variants_of_ranking(world):
    """The months a stranger could try; what is narrowed to a unit is narrowed by the query."""
    month = {"year": world.signed.date.year, "month": world.signed.date.month}
    parts = [{"year": month["year"], "part": part} for part in ("q1", "h1", "year")]
    return {f"scoring:{name}": [month] for name in MONTHLY} | {"scoring:part": parts}
