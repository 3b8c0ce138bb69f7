"""The series of a publication (正刊、增刊、专刊、特刊、专报), and how it counts them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bulletins.numbering import RUNNING, number_line
from bulletins.states import Series


class SeriesRule(models.Model):
    """Whether a publication prints a series beside the regular one, under which name, and in whose count.

    增刊 never mixes with the regular numbers; a 特刊 may stand among them (domain §7.3).
    """

    publication = models.ForeignKey("bulletins.Publication", models.CASCADE, related_name="series_rules")
    series = models.CharField("刊型", max_length=12, choices=Series)
    is_on = models.BooleanField("启用", default=True)
    label = models.CharField("印作", max_length=10, blank=True)
    own_numbers = models.BooleanField("单独编号", default=True)
    number_before = models.PositiveIntegerField("已出期数", default=0)
    started_in = models.PositiveIntegerField("其年份", null=True, editable=False)  # when that was said

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "刊型"
        constraints = [
            models.UniqueConstraint(fields=["publication", "series"], name="a_series_has_one_rule"),
            models.CheckConstraint(
                condition=~Q(series=Series.SUPPLEMENT) | Q(own_numbers=True),
                name="a_supplement_counts_by_itself",
            ),
            models.CheckConstraint(
                condition=~Q(series=Series.REGULAR), name="the_regular_series_needs_no_rule"
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def usual(cls, publication, series):
        """What holds until the office says otherwise."""
        usual = series in (Series.REGULAR, Series.SUPPLEMENT)
        return cls(publication=publication, series=series, is_on=usual, own_numbers=series != Series.SPECIAL)

    @property
    def name(self):
        return self.label or Series(self.series).label

    @property
    def count(self):
        """The series among whose numbers this one's stand."""
        return Series(self.series) if self.own_numbers else Series.REGULAR

    @property
    def prefix(self):
        """What is printed before the number: the name of a series with numbers of its own."""
        return "" if self.count == Series.REGULAR else self.name

    @property
    def tag(self):
        """What marks an issue that stands among the regular numbers without being one of them."""
        return "" if self.own_numbers else self.name


class Counter(models.Model):
    """The last number given per publication, count and year; year 0 counts on without end."""

    publication = models.ForeignKey("bulletins.Publication", models.PROTECT, related_name="counters")
    series = models.CharField(max_length=12, choices=Series)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "series", "year"], name="one_counter_per_series_and_year"
            )
        ]

    def __str__(self):
        return f"{self.publication} {self.series} {self.year}: {self.last}"


class Numbered(models.Model):
    """A publication as something that counts its issues."""

    restarts_yearly = models.BooleanField("期号每年从第1期重编", default=True)

    class Meta:
        abstract = True

    @property
    def rules(self):
        """The rule of every series, in the order of the table of series."""
        kept = {rule.series: rule for rule in self.series_rules.all()} if self.pk else {}
        return {series: kept.get(series) or SeriesRule.usual(self, series) for series in Series}

    @property
    def series_on(self):
        """The series an issue may be opened in, as choices of a form."""
        return [(series, rule.name) for series, rule in self.rules.items() if rule.is_on]

    def counting_year(self, on=None):
        """The row of the counters that a signature of this day counts in."""
        return (on or timezone.localdate()).year if self.restarts_yearly else RUNNING

    def count_before(self, count, year):
        """Where an office that printed before it had this system goes on from.

        A running count that begins after years of yearly numbers goes on from all that was printed.
        """
        start = self if count == Series.REGULAR else self.rules[count]
        if year != RUNNING:
            return start.number_before if year == start.started_in else 0
        before = self.total_before if count == Series.REGULAR else start.number_before
        return before + (self.issues.filter(counted_in=count).count() if self.pk else 0)

    def last_number(self, count, year):
        """The last number given in a count, from the counters; lists prefetch them."""
        rows = self.counters.all() if self.pk else ()
        given = {(row.series, row.year): row.last for row in rows}
        last = given.get((count, year))
        return self.count_before(count, year) if last is None else last

    def next_number(self, series=Series.REGULAR, on=None):
        """What a signature on that day would give if it came first: told, never reserved."""
        return self.last_number(self.rules[series].count, self.counting_year(on)) + 1

    def next_line(self, series=Series.REGULAR, on=None):
        """The next number as it would be printed: “第29期（总第431期）”."""
        rule, number = self.rules[series], self.next_number(series, on)
        counts_total = self.shows_total and self.restarts_yearly and rule.count == Series.REGULAR
        total = self.last_number(Series.REGULAR, RUNNING) + 1 if counts_total else None
        return number_line(rule.prefix, number, total)

    @property
    def next_lines(self):
        """The next number of every count that is in use, with the name of its series."""
        on = [rule for rule in self.rules.values() if rule.is_on]
        return [(rule.name, self.next_line(rule.series)) for rule in on if rule.count == rule.series]
