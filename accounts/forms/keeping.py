"""What administrators enter: units, people, posts."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils import timezone

from accounts.forms.fields import DayInput, PhoneField, TidyField, UnitField, UsernameField, bare_helper
from accounts.models import Post, Unit, User
from accounts.roles import DEPUTY_ROLES, Role


class UnitForm(forms.ModelForm):
    """A unit; the parent can only be chosen within the administrator's tree."""

    parent = UnitField(Unit.objects.none(), label="上级单位", empty_label=None)
    name = TidyField(label="单位名称", max_length=60)
    short_name = TidyField(label="简称", max_length=20, required=False, help_text="列表和排名中使用")
    writer = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Unit
        fields = [
            "parent",
            "name",
            "short_name",
            "level",
            "is_office",
            "is_direct_point",
            "is_contact_point",
            "order",
            "is_active",
        ]
        help_texts = {"order": "同级单位中数字小的排在前面"}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = bare_helper(
            ("parent", "level"),
            ("name", "short_name"),
            ("is_office", "is_direct_point", "is_contact_point", "is_active"),
            ("order", "writer"),
        )
        self.limit_parents(Unit.objects.kept_by(by, Role.SYSADMIN))

    def limit_parents(self, kept):
        unit = self.instance
        if unit.pk and not kept.filter(pk=unit.parent_id).exists():
            del self.fields["parent"]  # the top of the tree: its place is decided above
            self.helper.layout.fields[0] = Row(Column("level"))
            return
        allowed = kept.active() | kept.filter(pk=unit.parent_id)
        self.fields["parent"].queryset = allowed.exclude(path__startswith=unit.path) if unit.pk else allowed

    def changes(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class PersonForm(forms.ModelForm):
    """The facts of an account; rights come from posts."""

    username = UsernameField(
        label="用户名", max_length=40, help_text="用于登录，如姓名拼音或工号，不区分大小写"
    )
    name = TidyField(label="姓名", max_length=30)
    home = UnitField(Unit.objects.none(), label="所在单位", empty_label="请选择单位")
    title = TidyField(label="职务", max_length=40, required=False)
    phone = PhoneField()
    writer = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = User
        fields = ["username", "name", "home", "title", "phone", "email"]

    helper = bare_helper(("username", "name"), ("home", "title"), ("phone", "email"), ("writer",))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        kept = Unit.objects.kept_by(by, Role.SYSADMIN)
        self.fields["home"].queryset = kept.active() | kept.filter(pk=self.instance.home_id)

    def clean_username(self):
        """Told at the field, and once; the model would tell it twice."""
        username = self.cleaned_data["username"]
        if User.objects.named([username]).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("这个用户名已有人使用。")
        return username

    def changes(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PostForm(forms.Form):
    """A role at a unit from a day on."""

    user = forms.ModelChoiceField(User.objects.none(), label="人员", empty_label="请选择人员")
    role = forms.ChoiceField(label="岗位", choices=[("", "请选择岗位"), *Role.choices])
    unit = UnitField(Unit.objects.none(), label="单位", empty_label="请选择单位")
    kind = forms.ChoiceField(label="性质", choices=Post.Kind.choices, initial=Post.Kind.PART_TIME)
    since = forms.DateField(label="任职起", widget=DayInput(), initial=timezone.localdate)
    deputy_of = forms.ModelChoiceField(
        User.objects.none(),
        label="代理谁",
        required=False,
        empty_label="不是代理",
        help_text="只在登记常设代理人时选：可代单位审核人、责任编辑、核签办理，记为“代”",
    )
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    helper = bare_helper(("user", "role"), ("unit", "kind"), ("since", "deputy_of"), ("writer",))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(by).active().exclude(pk=by.pk)
        self.fields["user"].queryset = people.select_related("home").order_by("name", "pk")
        self.fields["user"].label_from_instance = lambda person: f"{person.name}（{person.home}）"
        self.fields["unit"].queryset = Unit.objects.kept_by(by, Role.SYSADMIN).active()
        served = Post.objects.current().filter(role__in=DEPUTY_ROLES, deputy_of=None)
        holders = User.objects.visible_to(by).active().filter(pk__in=served.values("user"))
        self.fields["deputy_of"].queryset = holders.select_related("home").order_by("name", "pk")
        self.fields["deputy_of"].label_from_instance = self.fields["user"].label_from_instance

    def facts(self):
        names = ("user", "role", "unit", "kind", "since", "deputy_of")
        return {name: self.cleaned_data[name] for name in names}


class EndForm(forms.Form):
    """The last day of a post."""

    until = forms.DateField(
        label="任职止", widget=DayInput(), initial=timezone.localdate, help_text="当天仍可履职，次日起无权限"
    )
    helper = bare_helper()


class RevokeForm(forms.Form):
    """Why a right ends at once."""

    reason = TidyField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    helper = bare_helper()


class UploadForm(forms.Form):
    file = forms.FileField(
        label="表格文件",
        help_text="按模板填写的 .xlsx 文件，不超过 5 MB",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    helper = bare_helper()
