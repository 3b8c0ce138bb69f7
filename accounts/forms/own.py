"""What a person does for themselves: log in, change the password, keep the telephone right."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from accounts.contacts import as_username
from accounts.forms.fields import DayInput, PhoneField, bare_helper
from accounts.models.people import Pace
from accounts.passwords import RULE


class LogInForm(AuthenticationForm):
    """One spelling a name, so that capitals do not buy five more guesses."""

    error_messages = {
        "invalid_login": "用户名或密码不正确。连续输错五次，账号将锁定三十分钟。",
        "inactive": "用户名或密码不正确。连续输错五次，账号将锁定三十分钟。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.label_suffix = ""

    def clean_username(self):
        return as_username(self.cleaned_data["username"])


class PasswordForm(PasswordChangeForm):
    """Django's form with this house's rule in words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.fields["old_password"].label = "现用密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = RULE
        self.fields["new_password2"].label = "再输一次新密码"
        self.fields["new_password2"].help_text = ""
        self.error_messages = {
            "password_incorrect": "现用密码不正确，请重新输入。",
            "password_mismatch": "两次输入的新密码不一致，请重新输入。",
        }


class ProfileForm(forms.Form):
    """The facts a person keeps right without asking anybody."""

    phone = PhoneField()
    email = forms.EmailField(label="电子邮箱", required=False, help_text="填写后，待办提醒同时发到这个邮箱")
    mail_pace = forms.ChoiceField(
        label="邮件提醒", choices=Pace, widget=forms.RadioSelect, help_text="紧急信息不受此限，随时发送"
    )
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    helper = bare_helper()

    def changes(self):
        return {name: self.cleaned_data[name] for name in ("phone", "email", "mail_pace")}


class AwayForm(forms.Form):
    """From when to when a person is out (外出); both empty ends it."""

    since = forms.DateField(label="外出起", required=False, widget=DayInput())
    until = forms.DateField(
        label="外出止", required=False, widget=DayInput(), help_text="含当天，次日自动结束"
    )
    helper = bare_helper(("since", "until"))
