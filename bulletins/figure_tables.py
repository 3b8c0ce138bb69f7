"""The year in figures as tables: the screen and the spreadsheet are made of the same rows."""

from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Unit, User
from accounts.roles import Level
from bulletins.figures import DAYS, Facts
from bulletins.models import Publication
from bulletins.states import Series
from submissions.counting import rate
from submissions.states import Kind, Nature
from submissions.tables import Cell, Table, num

NOTE = (
    "报送按报送日期、采用按采用日期、期数按签发日期、批示按批示日期统计；作废的期和撤销的采用不计。"
    "采用信息指本期间内被本级或上级采用过的信息，一条信息用几次算一条；采用率＝采用信息÷报送信息。"
)


class Sheet:
    """One office, one period, and the period before it, for the eyes of one person."""

    def __init__(self, office, period, units=None):
        self.facts = Facts(office, period, units)
        self.office, self.period = office, period
        self.whole = units is None

    def link(self, sort, **wanted):
        """Where a figure's rows are: the same facts, the same days, the same dimensions."""
        days = {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}
        query = {"office": self.office.pk, **days, **wanted}
        return f"{reverse('bulletins:figure', args=[sort])}?{urlencode(query)}"

    def cell(self, sort, n, **wanted):
        return num(n, self.link(sort, **wanted))

    def share(self, part, whole):
        return Cell(rate(part, whole), kind="num")

    def tables(self):
        """All of it for the office; for a unit only its own row and its own people."""
        if not self.whole:
            return [self.units(), self.people()]
        return [
            self.overview(),
            self.publications(),
            self.carriers(),
            self.kinds(),
            self.natures(),
            self.months(),
            self.days(),
            self.levels(),
            self.units(),
            self.people(),
        ]

    # ---- the whole, beside the period before it

    def overview(self):
        now, then = totals(self.facts), totals(Facts(self.office, self.period.before()))
        rows = [
            [
                Cell(label),
                self.cell(sort, now[key]) if sort else num(now[key]),
                num(then[key]),
                Cell(change(now[key], then[key]), kind="num"),
            ]
            for key, label, sort in TOTALS
        ]
        shares = [rate(each["adopted"], each["received"]) for each in (now, then)]
        rows.insert(4, [Cell("采用率"), *(Cell(share, kind="num") for share in shares), Cell("", kind="num")])
        before = self.period.before().label
        return Table("总览", ["指标", self.period.label, before, "增减"], rows)

    # ---- by bulletin and carrier

    def publications(self):
        """Issues by bulletin and series, with what they printed."""
        issues = self.facts.by("issues", "publication", "series")
        printed = self.facts.extent("publication", "series")
        names = named(Publication.objects.all(), [key[0] for key in issues])
        rows = []
        for pk, series in sorted(issues, key=lambda key: (str(names[key[0]]), key[1])):
            found, wanted = printed.get((pk, series), NOTHING), {"publication": pk, "series": series}
            sums = [self.cell("issues", found[name], **wanted) for name in NOTHING]
            count = self.cell("issues", issues[pk, series], **wanted)
            rows.append([Cell(names[pk]), Cell(Series(series).label), count, *sums])
        whole = self.facts.extent()
        sums = [self.cell("issues", n) for n in (sum(issues.values()), *(whole[name] for name in NOTHING))]
        return Table(
            "各刊期数", ["刊物", "刊型", "期数", "篇数", "字数", "图片"], rows, [Cell("合计"), Cell(), *sums]
        )

    def carriers(self):
        """What was printed above, by level and carrier."""
        found = self.facts.by("above", "level", "publication")
        names = named(Publication.objects.all(), [key[1] for key in found])
        rows = []
        for level in Level:
            mine = {pk: n for (at, pk), n in found.items() if at == level}
            for pk, n in sorted(mine.items(), key=lambda pair: -pair[1]):
                cells = [Cell(level.label), Cell(names[pk])]
                rows.append([*cells, self.cell("above", n, level=level.value, publication=pk)])
        whole = self.cell("above", sum(found.values()))
        return Table("上级采用", ["层级", "载体", "采用条次"], rows, [Cell("合计"), Cell(), whole])

    # ---- by what it is about, when, how fresh

    def kinds(self):
        return self.compared("类型", "kind", Kind.choices)

    def natures(self):
        return self.compared("性质", "nature", Nature.choices)

    def compared(self, name, field, choices):
        """Received and adopted items of each sort, with uses here and above."""
        columns = ("received", "adopted", "used", "above")
        found = {sort: self.facts.by(sort, field) for sort in columns}
        rows = [
            self.stages([Cell(label)], {sort: found[sort][value] for sort in columns}, **{field: value})
            for value, label in choices
        ]
        sums = {sort: sum(found[sort].values()) for sort in columns}
        return Table(f"按{name}", [name, *STAGES], rows, self.stages([Cell("合计")], sums))

    def stages(self, names, counts, **wanted):
        """报送, 采用, 采用率, 本级, 上级: the columns of every comparison."""
        cells = {sort: self.cell(sort, n, **wanted) for sort, n in counts.items()}
        share = self.share(counts["adopted"], counts["received"])
        return [*names, cells["received"], cells["adopted"], share, cells["used"], cells["above"]]

    def months(self):
        columns = ("issues", "received", "used", "above", "sent", "instructions")
        found = {sort: self.facts.by(sort, "month") for sort in columns}
        rows = [
            [
                Cell(f"{key // 100}年{key % 100}月"),
                *(self.cell(sort, found[sort][key], month=key) for sort in columns),
            ]
            for key in self.period.month_keys
        ]
        foot = [Cell("合计"), *(self.cell(sort, sum(found[sort].values())) for sort in columns)]
        heads = ["月份", "期数", "报送信息", "本级刊用", "上级采用", "上报", "批示"]
        return Table("按月", heads, rows, foot)

    def days(self):
        """时效: from the event to filing, from filing to print."""
        filed, printed = self.facts.by("received", "days"), self.facts.by("used", "days")
        rows = [
            [
                Cell(label),
                self.cell("received", filed[key], days=key),
                self.cell("used", printed[key], days=key),
            ]
            for key, label in DAYS.items()
        ]
        sums = [self.cell("received", sum(filed.values())), self.cell("used", sum(printed.values()))]
        return Table("时效", ["间隔", "事发到报送", "报送到刊发"], rows, [Cell("合计"), *sums])

    def levels(self):
        found = self.facts.by("instructions", "level")
        rows = [
            [Cell(each.label), self.cell("instructions", found[each], level=each.value)] for each in Level
        ]
        return Table(
            "领导批示", ["层级", "批示"], rows, [Cell("合计"), self.cell("instructions", sum(found.values()))]
        )

    # ---- by unit and by person

    def units(self):
        """Every unit that reports here, those that filed nothing too: zero is shown."""
        found = {sort: self.facts.by(sort, "unit") for sort in STAGE_SORTS}
        known = {pk for counts in found.values() for pk in counts}
        units = Unit.objects.filter(pk__in=known) | self.facts.reporting()
        return self.listed("各单位", ["单位"], [([Cell(unit)], unit.pk) for unit in units], found, "unit")

    def people(self):
        found = {sort: self.facts.by(sort, "person") for sort in STAGE_SORTS}
        people = User.objects.filter(pk__in={pk for counts in found.values() for pk in counts})
        people = sorted(people.select_related("home"), key=lambda who: (-found["adopted"][who.pk], who.pk))
        names = [([Cell(who), Cell(who.home)], who.pk) for who in people]
        return self.listed("各信息员", ["姓名", "单位"], names, found, "person")

    def listed(self, name, heads, names, found, field):
        rows = [
            self.stages(cells, {sort: found[sort][pk] for sort in STAGE_SORTS}, **{field: pk})
            for cells, pk in names
        ]
        sums = {sort: sum(found[sort].values()) for sort in STAGE_SORTS}
        blank = [Cell("合计"), *(Cell() for _ in heads[1:])]
        return Table(name, [*heads, *STAGES], rows, self.stages(blank, sums))


STAGE_SORTS = ("received", "adopted", "used", "above")
STAGES = ("报送信息", "采用信息", "采用率", "本级刊用", "上级采用")
NOTHING = {"articles": 0, "words": 0, "pictures": 0}
TOTALS = (  # key, label, the list it opens
    ("issues", "编发期数", "issues"),
    ("articles", "刊发篇数", "issues"),
    ("received", "报送信息", "received"),
    ("adopted", "采用信息", "adopted"),
    ("used", "本级刊用（条次）", "used"),
    ("above", "上级采用（条次）", "above"),
    ("sent", "向上级报送", "sent"),
    ("instructions", "领导批示", "instructions"),
    ("words", "刊发字数", "issues"),
    ("pictures", "刊发图片", "issues"),
    ("silent", "零报送单位", "silent"),
    ("unused", "有报送无采用单位", "unused"),
)


def totals(facts):
    """Every figure of the overview, each counted from the query of its list."""
    counted = {sort: facts.count(sort) for sort in {sort for key, _, sort in TOTALS if key == sort}}
    return counted | facts.extent()


def change(now, then):
    return "—" if now == then else f"{now - then:+d}"


def named(rows, keys):
    return rows.in_bulk(set(keys))
