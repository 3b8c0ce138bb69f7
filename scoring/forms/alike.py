"""Answers that are one value as a rule, and several treated alike where a file says so (level = ["city", "province"])."""

from django import forms

BETWEEN = "|"  # of the values of one answer


class AlikeSelect(forms.Select):
    """Offers the several values an answer already has as a choice of its own, so that they are kept."""

    def optgroups(self, name, value, attrs=None):
        known = {str(code) for code, _ in self.choices}
        several = [one for one in value if BETWEEN in one and one not in known]
        self.choices = [*self.choices, *((one, self.named(one)) for one in several)]
        return super().optgroups(name, value, attrs)

    def named(self, several: str) -> str:
        labels = {str(code): str(label) for code, label in self.choices}
        return "、".join(labels.get(code, code) for code in several.split(BETWEEN))


class AlikeField(forms.ChoiceField):
    widget = AlikeSelect

    def valid_value(self, value):
        return all(super(AlikeField, self).valid_value(one) for one in value.split(BETWEEN))

    def clean(self, value):
        found = super().clean(value)
        return found.split(BETWEEN) if BETWEEN in found else found

    def shown(self, raw):
        return BETWEEN.join(raw) if isinstance(raw, list | tuple) else raw


class AlikeWords(forms.CharField):
    """Free words, several of them parted by 、."""

    def clean(self, value):
        found = [word.strip() for word in super().clean(value).split("、") if word.strip()]
        return found if len(found) > 1 else "".join(found)

    def shown(self, raw):
        return "、".join(raw) if isinstance(raw, list | tuple) else raw
