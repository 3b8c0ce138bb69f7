"""What every form of the room has: one look, and text that outlives its session."""

from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from accounts.kept import writer_key


class Plain:
    """Every form's looks: the page writes the form tag; a pasted text is never cut in silence."""

    def dress(self, *layout):
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        if layout:
            self.helper.layout = rows_of(layout)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)


def rows_of(layout):
    """A name alone takes the width of the page, a tuple shares it."""
    return Layout(*(side_by_side(row) if isinstance(row, tuple) else row for row in layout))


def side_by_side(names):
    return Row(*(Column(name, css_class="col-sm") for name in names))


def form_key():
    """A hidden field by which an action knows the second click of a double click."""
    return forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)


class Written:
    """A form whose text survives the session: it carries its writer's key and the version it began from."""

    def sign_for(self, user, base):
        self.fields["base"] = forms.IntegerField(widget=forms.HiddenInput)
        self.fields["writer"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial |= {"base": base, "writer": writer_key(user)}

    def words(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
