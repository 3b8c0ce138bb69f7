"""The one question before an issue is opened because of another."""

from django import forms

from bulletins.forms.plain import Plain, form_key


class SequelForm(Plain, forms.Form):
    key = form_key()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dress()
