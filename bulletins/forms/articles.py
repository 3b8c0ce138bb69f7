"""Forms of editing."""

from django import forms

from bulletins.forms.plain import Plain, form_key
from bulletins.models import Publication
from bulletins.models.articles import material_for
from bulletins.models.uses import uses_for

AUTOMATIC = "按来稿数自动（一篇为全文，多篇为综合）"


class NewArticleForm(Plain, forms.Form):
    """From accepted items to an article, or to one article each."""

    TOGETHER, EACH = "together", "each"
    items = forms.ModelMultipleChoiceField(
        None, label="来稿", error_messages={"required": "请至少勾选一篇来稿。"}
    )
    publication = forms.ModelChoiceField(None, label="刊物", empty_label=None)
    how = forms.ChoiceField(
        label="成稿方式", choices=[(TOGETHER, "合为一篇"), (EACH, "每篇各成一稿")], initial=TOGETHER
    )
    use = forms.ChoiceField(label="用法", required=False)
    again = forms.BooleanField(label="已有稿件的也再成一稿", required=False)

    key = form_key()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = material_for(user)
        own = Publication.objects.edited_by(user)
        self.fields["publication"].queryset = own
        offices = {each.office_id: each.office for each in own}.values()
        self.fields["use"].choices = [("", AUTOMATIC), *uses_for(*offices)]
        self.dress()

    def order(self):
        """The publication, and the sources of each article to be made, in the order of the page."""
        found = {str(item.pk): item for item in self.cleaned_data["items"]}
        items = [found[pk] for pk in dict.fromkeys(self.data.getlist("items")) if pk in found]
        groups = [[item] for item in items] if self.cleaned_data["how"] == self.EACH else [items]
        return self.cleaned_data["publication"], groups

    def words(self):
        cleaned = self.cleaned_data
        return {"use": cleaned["use"] or None, "key": cleaned["key"], "again": cleaned["again"]}
