"""What a form carries of the words it was opened on: the common ground when somebody else saved meanwhile."""

import json

from django import forms

from submissions.models.revisions import Content

CARRIED = [field.name for field in Content._meta.fields if field.name != "rich"]


def carried(content):
    """The words of an item or a revision as plain values, the same on every way they come."""
    words = {name: getattr(content, name) for name in CARRIED}
    return words | {"event_date": f"{words['event_date'] or ''}"}


class OpenedField(forms.CharField):
    """Those words as JSON in a hidden field; whatever else stands there counts as nothing."""

    widget = forms.HiddenInput

    def __init__(self, *args, names=CARRIED, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = names

    def prepare_value(self, value):
        return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value

    def clean(self, value):
        try:
            words = json.loads(value or "{}")
        except ValueError:
            return {}
        known = words.items() if isinstance(words, dict) else ()
        return {name: word for name, word in known if name in self.names and isinstance(word, str | list)}
