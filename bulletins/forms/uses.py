"""Forms of the list of kinds of use."""

from django import forms

from bulletins.forms.plain import Plain
from bulletins.models.uses import CODE_LIMIT, NAME_LIMIT


class UseForm(Plain, forms.Form):
    """A word of the office's own; the action says what may not be."""

    name = forms.CharField(
        label="名称",
        max_length=NAME_LIMIT,
        help_text="如“参阅”“一句话信息”“图片”",
        error_messages={"required": "请填写用法名称。"},
    )
    code = forms.CharField(
        label="代码",
        max_length=CODE_LIMIT,
        required=False,
        help_text="考核办法里用来指它的代码；不填就以名称为代码",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dress(("name", "code"))


class NameForm(forms.Form):
    """Another name for one of them."""

    name = forms.CharField(max_length=NAME_LIMIT, error_messages={"required": "请填写用法名称。"})


def wanted_order(data):
    """The order the page showed, and the same after the pressed button."""
    was = data.getlist("order")
    order = list(was)
    for button, step in (("up", -1), ("down", 1)):
        if (code := data.get(button, "")) in was:
            order.remove(code)
            order.insert(max(was.index(code) + step, 0), code)
    return was, order
