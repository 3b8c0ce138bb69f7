"""What a unit files about its people, and what the office answers."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.filing import LEAVERS, NEWCOMERS, Change
from accounts.forms.fields import DayInput, PhoneField, TidyField, bare_helper
from accounts.kept import writer_key
from accounts.models import Post, User
from accounts.roles import UNIT_ROLES

NEWCOMER = ("person", "name", "title", "phone", "email")
ASKED = {
    Change.ADD: (*NEWCOMER, "role", "kind"),
    Change.REPLACE: ("post", *NEWCOMER, "kind"),
    Change.END: ("post",),
    Change.FACTS: ("post", "kind", "title", "phone"),
    Change.DEPUTY: NEWCOMER,
}
ALWAYS = ("effective_on", "reason", "writer")
ROWS = (
    ("post",),
    ("person", "name"),
    ("title", "phone"),
    ("email",),
    ("role", "kind"),
    ("effective_on",),
    ("reason",),
    ("writer",),
)


class RosterForm(forms.Form):
    """One filing; each kind of change asks for its own part of the fields."""

    post = forms.ModelChoiceField(Post.objects.none(), label="原岗位", empty_label="请选择岗位")
    person = forms.ModelChoiceField(
        User.objects.none(),
        label="人员",
        required=False,
        empty_label="新人员（填写右边姓名）",
        help_text="本单位已有账号的人员直接选",
    )
    name = TidyField(label="新人员姓名", max_length=30, required=False)
    title = TidyField(label="职务", max_length=40, required=False)
    phone = PhoneField()
    email = forms.EmailField(label="电子邮箱", required=False)
    role = forms.ChoiceField(label="岗位", choices=[(r, r.label) for r in UNIT_ROLES])
    kind = forms.ChoiceField(label="性质", choices=Post.Kind.choices, initial=Post.Kind.PART_TIME)
    effective_on = forms.DateField(
        label="生效日期", widget=DayInput(), initial=timezone.localdate, help_text="从这一天起按新的情况"
    )
    reason = TidyField(label="事由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    writer = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, by, unit, change, **kwargs):
        super().__init__(*args, **kwargs)
        asked = (*ASKED[change], *ALWAYS)
        for name in set(self.fields).difference(asked):
            del self.fields[name]
        rows = [tuple(name for name in row if name in asked) for row in ROWS]
        self.helper = bare_helper(*filter(None, rows))
        self.initial["writer"] = writer_key(by)
        if "post" in asked:
            self.fields["post"].queryset = posts_of(unit)
            self.fields["post"].label_from_instance = lambda post: (
                f"{post.duty} {post.user}（{post.since}起）"
            )
        if "person" in asked:
            self.fields["person"].queryset = people_of(unit)
        if change == Change.FACTS:  # the post may be chosen on the page: nothing is known of it yet
            self.fields["kind"] = forms.ChoiceField(
                label="性质", choices=[("", "不变更"), *Post.Kind.choices], required=False
            )
        if change in LEAVERS and change not in NEWCOMERS:
            self.fields["effective_on"].help_text = "从这一天起不再任职"

    def clean(self):
        """A name beside a chosen person is one too many: which of the two is meant?"""
        data = self.cleaned_data
        if "person" in self.fields and not self.errors:
            if data.get("person") and data.get("name"):
                self.add_error("name", "已选了现有人员，请不要再填新人员姓名，二者择一。")
            elif not data.get("person") and not data.get("name"):
                self.add_error("name", "请选择人员，或填写新人员的姓名。")
        return data

    def facts(self):
        given = {name: value for name, value in self.cleaned_data.items() if name != "writer"}
        if given.get("kind") == "":
            given["kind"] = given["post"].kind
        return given


def posts_of(unit):
    """What can be laid down or changed: the unit's own posts that are not over."""
    found = Post.objects.unended().filter(unit=unit, role__in=UNIT_ROLES)
    return found.select_related("user", "unit", "deputy_of")


def people_of(unit):
    """Who lives or serves in the unit and has an account."""
    serving = Post.objects.unended().filter(unit=unit)
    return (
        User.objects.active().filter(Q(home=unit) | Q(pk__in=serving.values("user"))).order_by("name", "pk")
    )


class VerdictForm(forms.Form):
    """Why a filing is refused or looked at again."""

    reason = TidyField(label="意见", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    helper = bare_helper()


def start_of(post):
    """What is on file about a post, for its form."""
    if post is None:
        return {}
    return {"post": post, "kind": post.kind, "title": post.user.title, "phone": post.user.phone}
