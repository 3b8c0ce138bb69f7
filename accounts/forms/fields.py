"""Fields that several of the room's forms share."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.forms.models import ModelChoiceIterator

from accounts.contacts import as_username, phone_problem, tidy, tidy_code, username_problem
from accounts.tree import in_tree_order


def bare_helper(*rows):
    """The page writes its own form tag and buttons; fields named together stand side by side."""
    helper = FormHelper()
    if rows:
        helper.layout = Layout(*(Row(*(Column(name) for name in row)) for row in rows))
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    return helper


class TreeChoices(ModelChoiceIterator):
    """The units as a tree, so that namesakes are told apart by where they stand."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for unit in in_tree_order(self.queryset):
            yield self.choice(unit)


class UnitField(forms.ModelChoiceField):
    iterator = TreeChoices

    def label_from_instance(self, unit):
        return f"{getattr(unit, 'indent', '')}{unit.name}"


class PhoneField(forms.CharField):
    """The same rule as the spreadsheet's."""

    def __init__(self, **kwargs):
        super().__init__(**{"label": "联系电话", "required": False, "max_length": 30, **kwargs})

    def to_python(self, value):
        return tidy_code(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if problem := phone_problem(value):
            raise forms.ValidationError(problem)


class UsernameField(forms.CharField):
    def to_python(self, value):
        return as_username(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if problem := username_problem(value):
            raise forms.ValidationError(problem)


class TidyField(forms.CharField):
    def to_python(self, value):
        return tidy(super().to_python(value))


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")
