"""Where one unit stands this year: fetched by the unit's page, which knows nothing of this room."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from scoring.reading import Reader
from scoring.standings import standing
from scoring.tally import MONTH, YEAR


def unit_quota(request, pk):
    """Points, rank, target and counts of the running month and year; each number opens what is behind it."""
    unit = get_object_or_404(Unit.objects.read_by(request.user).select_related("office"), pk=pk)
    context = {"unit": unit, "figures": figures(request.user, unit)}
    page = "scoring/_unit_quota.html" if request.htmx else "scoring/unit_quota.html"
    return render(request, page, context)


def figures(user, unit):
    """(label, value, hint, address); nothing for an office whose ranking does not reach this person."""
    if unit.office_id not in {office.pk for office in user.reading_offices}:
        return []
    reader, month = Reader(user, unit.office), timezone.localdate().replace(day=1)
    table = standing(unit.office, month).table
    group, row = next(
        ((g, row) for g in table["groups"] for row in g["rows"] if row["unit"] == unit.pk), (None, None)
    )
    if row is None:
        return []
    year, of_month, pages = row[YEAR], row[MONTH], Pages(reader, unit, month)
    done = f"完成 {row['done']}" if row["done"] else "未定全年目标"
    return [
        ("今年积分", year["points"], f"本月 {of_month['points']}", pages.lines()),
        (
            "今年名次",
            year.get("rank", "—"),
            f"{group['name']}，共 {len(group['rows'])} 个单位",
            pages.month(),
        ),
        ("全年目标分", row["target"] or "—", done, pages.month()),
        ("今年报送", year["submitted"], f"本月 {of_month['submitted']}", pages.items("submitted")),
        ("今年采用", year["adopted"], f"本月 {of_month['adopted']}", pages.items("adopted")),
    ]


class Pages:
    """Addresses of the lists, for whom they open."""

    def __init__(self, reader, unit, month):
        self.reader, self.unit, self.month_ = reader, unit, month

    def to(self, name, **query):
        url = reverse(f"scoring:{name}", args=[self.month_.year, self.month_.month])
        return f"{url}?{urlencode(self.reader.query | query)}"

    def month(self):
        return self.to("month", span=YEAR)

    def lines(self):
        return self.of_unit("lines")

    def items(self, what):
        return self.of_unit("items", what=what)

    def of_unit(self, name, **query):
        opens = self.reader.may_open({self.unit.pk})
        return self.to(name, unit=self.unit.pk, span=YEAR, **query) if opens else ""
