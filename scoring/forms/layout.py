"""How the room's forms are laid out."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def helper(*rows):
    """Fields beside each other where they are short; below each other where no rows are given."""
    made = FormHelper()
    made.form_tag = False
    if rows:
        made.layout = Layout(*(Row(*(Column(name, css_class="col-md") for name in row)) for row in rows))
    return made
