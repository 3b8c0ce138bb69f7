"""手工加减分: proposed by a scorer, agreed to by somebody else, shown to the unit."""

from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.models import Event, Unit, User
from accounts.refusal import NotYours, Refused
from scoring.actions import adjustments as actions
from scoring.adjustment_states import ADJUSTMENT_MOVES, AdjustmentState
from scoring.forms.layout import DAY
from scoring.models import Adjustment
from scoring.reading import Reader

PAGE = 30


class AdjustmentForm(forms.Form):
    """What is to be booked, and what it rests on."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    unit = forms.ModelChoiceField(None, label="单位", empty_label="请选择单位")
    person = forms.ModelChoiceField(None, label="人员", required=False, empty_label="不记到个人")
    on = forms.DateField(
        label="业务日期", widget=DAY, initial=timezone.localdate, help_text="记入这一天所在的月份"
    )
    points = forms.DecimalField(
        label="分值", max_digits=6, decimal_places=2, help_text="加分写正数，扣分写负数，如 -2.5"
    )
    reason = forms.CharField(label="事由", max_length=200)
    evidence = forms.CharField(label="依据", max_length=200, help_text="文号、会议纪要、通报等")
    file = forms.FileField(
        label="依据附件", required=False, help_text="可不附；只有能看到这笔加减分的人才能下载"
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.reporting_to(office)
        self.fields["unit"].queryset = units
        people = User.objects.filter(posts__unit__in=units).select_related("home").distinct()
        self.fields["person"].queryset = people.order_by("home__order", "pk")
        self.fields["person"].label_from_instance = lambda person: f"{person.name}（{person.home}）"
        self.helper = FormHelper()
        self.helper.form_tag = False
        rows = (("unit", "person"), ("on", "points"), ("reason",), ("evidence", "file"))
        self.helper.layout = Layout(
            "key", *(Row(*(Column(n, css_class="col-md") for n in row)) for row in rows)
        )


class WordForm(forms.Form):
    """Why, where the table asks."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        if not step.needs_reason:
            del self.fields["reason"]


def index(request):
    reader = Reader.of(request)
    found, state = (
        Adjustment.objects.visible_to(request.user).filter(office=reader.office),
        request.GET.get("state", ""),
    )
    tally = found.tally()
    context = {
        "page": Paginator(found.in_state(state).with_names(), PAGE).get_page(request.GET.get("page")),
        "state": state if state in AdjustmentState.values else "",
        "tabs": [(each, each.label, tally.get(each, 0)) for each in AdjustmentState],
        "all": sum(tally.values()),
        "reader": reader,
        "office": reader.office,
    }
    return render(request, "scoring/adjustments.html", context)


def new(request):
    reader = Reader.of(request)
    if not reader.keeps_score:
        raise NotYours(f"加减分由{reader.office}的积分管理员提出。")
    form = AdjustmentForm(request.POST or None, request.FILES or None, office=reader.office)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose(reader.office, by=request.user, **form.cleaned_data)
            messages.success(request, "已提出，待另一位同志复核后计入积分。")
            return redirect(made)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "reader": reader, "office": reader.office}
    return render(request, "scoring/adjustment_new.html", context, status=status)


def found_for(request, pk):
    return get_object_or_404(Adjustment.objects.visible_to(request.user).with_names(), pk=pk)


def adjustment(request, pk):
    found = found_for(request, pk)
    context = {
        "adjustment": found,
        "moves": found.moves_for(request.user),
        "history": Event.objects.about(found),
        "reader": Reader(request.user, found.office),
    }
    return render(request, "scoring/adjustment.html", context)


def move(request, pk, verb):
    """Asks first; a refusal keeps what was typed."""
    found, step = found_for(request, pk), ADJUSTMENT_MOVES[verb]
    actions.refuse_hand(found, verb, request.user)
    form = WordForm(request.POST or None if step.needs_reason else {}, step=step)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data.get("reason", "")
            actions.move(found, verb, by=request.user, reason=reason)
            messages.success(request, f"已{step.label}。")
            return redirect(found)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if request.method == "POST" else 200
    context = {"adjustment": found, "step": step, "form": form}
    return render(request, "scoring/adjustment_move.html", context, status=status)


def file(request, pk):
    found = get_object_or_404(Adjustment.objects.visible_to(request.user).exclude(file=""), pk=pk)
    actions.note_read(found, by=request.user)
    response = FileResponse(
        found.file.open(), as_attachment=True, filename=found.file_name, content_type=found.file_type
    )
    response["Cache-Control"] = "private, no-store"
    return response
