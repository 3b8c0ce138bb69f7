"""Forms of the columns of a publication."""

from django import forms

from accounts.numbers import whole
from bulletins.forms.plain import Plain
from bulletins.models import Column


class ColumnForm(Plain, forms.ModelForm):
    """The name of a column; the action says what may not be."""

    class Meta:
        model = Column
        fields = ["name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = "请填写栏目名称。"
        self.dress()

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def validate_unique(self):
        """The action says it in the publication's words."""


def wanted_order(data):
    """The order the page showed, and the same after the pressed button: `up` or `down` one place."""
    was = [number for text in data.getlist("order") if (number := whole(text))]
    order = list(was)
    for button, step in (("up", -1), ("down", 1)):
        if (pk := whole(data.get(button, ""))) in was:
            order.remove(pk)
            order.insert(max(was.index(pk) + step, 0), pk)
    return was, order
