"""Forms about the sources of an article: their order, their parts, the main one."""

from decimal import Decimal

from django import forms

from bulletins.actions.shares import LEAST, MOST, Part, seen_of
from bulletins.forms.plain import Plain

PARTS, PERCENT = "parts", "percent"
HUNDRED = Decimal(100)


class SharesForm(Plain, forms.Form):
    """One list: the sources in order, each with its part; parts are of each other, percentages of a hundred."""

    unit = forms.ChoiceField(
        label="份额按",
        choices=[(PARTS, "份数（各篇相比，如 2 比 1）"), (PERCENT, "百分比（合计须为 100）")],
        initial=PARTS,
    )
    main = forms.ChoiceField(error_messages={"required": "请指定一篇主要来稿。"})
    rewritten_half = forms.BooleanField(
        label="本单位改写过半", required=False, help_text="按积分规则，可与报送单位共享积分"
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, article):
        rows = list(article.sources.select_related("submission__filed", "submission__unit"))
        main = next((row.submission_id for row in rows if row.is_main), rows[0].submission_id)
        super().__init__(
            data, initial={"main": main, "rewritten_half": article.rewritten_half, "seen": seen_of(article)}
        )
        self.fields["main"].choices = [(row.submission_id, row.submission_id) for row in rows]
        for row in rows:
            self.fields[f"share-{row.submission_id}"] = share_field(row)
            self.fields[f"order-{row.submission_id}"] = order_field(row)
        self.dress()
        self.rows = rows

    def lines(self):
        """What a row of the page shows: the source and its fields, in the order as typed so far."""
        typed = [(self[f"order-{row.submission_id}"].value(), row) for row in self.rows]
        return [
            (row, self[f"share-{row.submission_id}"], self[f"order-{row.submission_id}"])
            for _, row in sorted(typed, key=lambda each: whole_or_last(each[0]))
        ]

    def clean(self):
        cleaned = super().clean()
        shares = [cleaned.get(f"share-{row.submission_id}") for row in self.rows]
        if cleaned.get("unit") == PERCENT and None not in shares and sum(shares) != HUNDRED:
            raise forms.ValidationError(f"各篇百分比合计须为 100，现为 {sum(shares)}。")
        return cleaned

    def parts(self):
        """The sources in the order asked for; equal numbers keep the order of the page."""
        cleaned = self.cleaned_data
        rows = sorted(self.rows, key=lambda row: cleaned[f"order-{row.submission_id}"])
        main = cleaned["main"]
        return [
            Part(row.submission_id, cleaned[f"share-{row.submission_id}"], str(row.submission_id) == main)
            for row in rows
        ]


def share_field(row):
    return forms.DecimalField(
        label=f"《{row.submission.filed}》的份额",
        min_value=LEAST,
        max_value=MOST,
        decimal_places=2,
        initial=f"{row.share.normalize():f}",
        widget=forms.NumberInput(attrs={"class": "form-control form-control-sm", "step": "any"}),
    )


def order_field(row):
    return forms.IntegerField(
        label=f"《{row.submission.filed}》的次序",
        min_value=1,
        max_value=999,
        initial=row.order,
        widget=forms.NumberInput(attrs={"class": "form-control form-control-sm"}),
    )


def whole_or_last(value):
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 9 else 10**9
