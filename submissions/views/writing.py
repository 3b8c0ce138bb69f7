"""Writing an item: the form, its autosave, and giving back what a lost session kept."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.models import Unit
from accounts.numbers import whole
from accounts.refusal import Refused
from accounts.roles import Role
from submissions import actions
from submissions.forms.opening import carried
from submissions.forms.writing import SubmissionForm
from submissions.models import Submission
from submissions.views import answering
from submissions.views.checking import look_over
from submissions.views.merging import merge_again, merge_url, merged, side_of


def units_of(user):
    """The units a person may file for, ready for a choice field."""
    own = [unit.pk for unit in user.units_as(Role.INFORMANT)]
    return Unit.objects.active().filter(pk__in=own).select_related("office")


def new(request):
    """A fresh form; the first save makes the draft."""
    units = answering.fitting(units_of(request.user), answering.asked(request))
    if not units:
        return render(request, "403.html", {"reason": "只有信息员可以撰写信息。"}, status=403)
    start = {"key": uuid.uuid4(), "unit": units[0], "phone": request.user.phone}
    form = SubmissionForm(
        request.POST or None, request.FILES or None, user=request.user, units=units, initial=start
    )
    found = found_again(request)
    if found is not None:
        form = SubmissionForm(user=request.user, units=units, initial=start | typed(found))
        form.unsaved = True
    if request.method == "POST" and form.is_valid():
        return save(request, form, begin)
    return page(request, form, None)


def typed(found):
    """Posted fields as a form starts from them; a field with several values keeps their order."""
    return found.dict() | {"partners": found.getlist("partners")}


def found_again(request):
    """What a lost session kept of this page, shown as a fresh form that is saved once more."""
    return kept.posted(request) if request.method == "GET" else None


def begin(request, form):
    data = form.cleaned_data
    item = actions.begin(
        by=request.user,
        unit=data["unit"],
        key=data["key"],
        base=data["base"],
        window=form.window(),
        **form.content(),
    )
    return answering.take_up(request, item)


def edit(request, pk):
    """The same form over a draft or a returned item; what is typed over a sent one is kept beside it."""
    item = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    late = request.method == "POST" and not item.writable
    if item.author_id != request.user.pk or not (item.writable or late):
        messages.error(
            request, f"《{item.text_for(request.user)}》现为“{item.get_state_display()}”，不能由您修改。"
        )
        return redirect("submissions:detail", pk)
    start = merged(request, item)
    if start is None:
        return redirect(merge_again(request, item))
    form = edit_form(request, item, start)
    if request.method == "POST" and form.is_valid():
        return save(request, form, lambda request, form: rewrite(request, item, form))
    return page(request, form, item, unsaved=bool(start))


def edit_form(request, item, start):
    """The form over the stored words, over what a lost session kept, or over what a merge gave."""
    merging = bool(start)
    start = {"base": item.version, "key": item.key, "opened": carried(item)} | start
    found = found_again(request)
    if found is not None:
        start |= typed(found)  # with the version it was written over: what came since is not overwritten
    side = item.revisions.filter(number=whole(request.GET.get("from", ""))).first()
    if side:
        start |= side.content()
    # A copy: validating a ModelForm writes into its instance, and the page still shows the stored item.
    copy = Submission.objects.select_related("unit__office").get(pk=item.pk)
    form = SubmissionForm(
        request.POST or None, request.FILES or None, user=request.user, instance=copy, initial=start
    )
    form.unsaved = merging or found is not None or side is not None
    return form


def rewrite(request, item, form):
    base = form.cleaned_data["base"] or 0
    return actions.write(item, by=request.user, base=base, window=form.window(), **form.content())


def save(request, form, store):
    """Store the words first; whatever else fails afterwards, they are safe."""
    try:
        item = store(request, form)
    except actions.Newer as newer:
        messages.warning(request, str(newer))
        return redirect(merge_url(newer))
    trouble = keep_files(request, item, form.cleaned_data["files"])
    if request.POST.get("then") == "send":
        return unsent(request, item) if trouble else send(request, item)
    warn_of_markers(request, item)
    if request.POST.get("then") == "unlink":
        return answering.unlinked(request, item)
    messages.success(request, f"已保存（{timezone.localtime(item.saved_at):%H:%M}）。")
    return redirect(
        "submissions:check" if request.POST.get("then") == "check" else "submissions:edit", item.pk
    )


def keep_files(request, item, files):
    """Attach what can be attached; name what cannot."""
    trouble = False
    for file in files:
        try:
            actions.attach(item, file, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            trouble = True
    return trouble


def warn_of_markers(request, item):
    """Told while it can still be mended; whoever signs is stopped by the same scan."""
    markers = actions.markers_of(item)
    if markers:
        words = "、".join(markers)
        messages.warning(
            request, f"发现疑似涉密标记：{words}。涉密信息不上网，请核对删改，并报告本单位保密负责人。"
        )


def unsent(request, item):
    messages.warning(request, "文字已保存，但没有送审：请处理附件后再送审。")
    return redirect("submissions:edit", item.pk)


def send(request, item):
    """Straight to the reviewer; where the self-check found something its page comes between."""
    if item.writable and look_over(item, request.user).found:
        messages.success(request, f"已保存（{timezone.localtime(item.saved_at):%H:%M}），还没有送审。")
        return redirect("submissions:check", item.pk)
    try:
        actions.move(item, "send", by=request.user)
    except Refused as refusal:
        item.refresh_from_db()
        messages.error(request, f"文字已保存，但没有送审：{refusal}" if item.writable else str(refusal))
        return redirect("submissions:edit" if item.writable else "submissions:detail", item.pk)
    late = f"修改期限（{item.answer_by:%m-%d}）已过，报送后将标明“逾期”。" if item.overdue else ""
    messages.success(request, f"已送本单位审核人审签。{late}")
    return redirect("submissions:detail", item.pk)


def page(request, form, item, unsaved=False):
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "item": item,
        "unsaved": unsaved,
        "side": side_of(item) if item and not unsaved else None,
        "attachments": item.attachments.present().beside(item.rich) if item else [],
        "autosave_url": reverse("submissions:autosave", args=[item.pk])
        if item
        else reverse("submissions:autosave_new"),
    }
    context |= answering.shown(request, item, form)
    return render(request, "submissions/form.html", context, status=status)


def posted_key(request):
    """The key by which a page's button is known, if it is one."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


@require_POST
def copy(request, pk):
    """Start a new item from the words of a former one."""
    item = get_object_or_404(Submission.objects.visible_to(request.user).of_units(request.user), pk=pk)
    unit = item.unit if request.user.holds(Role.INFORMANT, item.unit) else units_of(request.user).first()
    if unit is None:
        raise Refused("只有信息员可以撰写信息。")
    fresh = actions.copy(item, by=request.user, unit=unit, key=posted_key(request))
    messages.success(request, "已复制为新草稿。")
    return redirect("submissions:edit", fresh.pk)
