"""The part of a publication's form that says how often it comes out."""

import re

from django import forms

from bulletins.rhythm import MONTH_END, WEEKDAYS, Rhythm


class RhythmMixin:
    """Three fields for one promise: only those that belong to the chosen rhythm count."""

    def ask_rhythm(self):
        days, rhythm = self.instance.rhythm_days, self.instance.rhythm
        self.fields["weekdays"] = forms.TypedMultipleChoiceField(
            label="每周的哪几天",
            choices=WEEKDAYS.items(),
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=days if rhythm == Rhythm.WEEKLY else [],
        )
        self.fields["month_days"] = forms.CharField(
            label="每月的哪几日",
            required=False,
            initial=said(days) if rhythm == Rhythm.MONTHLY else "",
            help_text="如“10、25”或“15、月末”",
        )

    def clean_month_days(self):
        text = self.cleaned_data["month_days"].replace("月末", str(MONTH_END))
        parts = [part.removesuffix("日") for part in re.split(r"[、，,；;\s]+", text) if part]
        days = {int(part) if part.isascii() and part.isdecimal() else 0 for part in parts}
        if days and not days <= set(range(1, MONTH_END + 1)):
            raise forms.ValidationError("请填 1 至 31 的日子，用顿号隔开，如“10、25”；月底填“月末”。")
        return sorted(days)

    def clean_rhythm_days(self, cleaned):
        """The days of the promise; a weekly or monthly one without days is none."""
        wanted = {Rhythm.WEEKLY: "weekdays", Rhythm.MONTHLY: "month_days"}.get(cleaned.get("rhythm"))
        if wanted and wanted in cleaned and not cleaned[wanted]:
            self.add_error(wanted, f"“{Rhythm(cleaned['rhythm']).label}”须指明编发日。")
        return sorted(cleaned.get(wanted) or []) if wanted else []


def said(days):
    return "、".join("月末" if day == MONTH_END else str(day) for day in days)
