"""A unit's part in a follow-up: received, answered, judged, extended."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from bulletins.actions import feedback, followup_parts
from bulletins.followup_states import PART_MOVES, PLEA_MOVES
from bulletins.forms.followups import AnswerForm, BackForm, ExtensionForm, VerdictForm, WordForm
from bulletins.models import Extension, FeedbackFile, Part
from bulletins.views.files import sent
from bulletins.views.followups import asked, data_of, one, page_of
from bulletins.views.refusals import said_on

ASKS_A_DAY = ("send-back", "recall")
ACTS = {
    "send-back": followup_parts.send_back,
    "release": followup_parts.release,
    "recall": followup_parts.recall,
}


def found_part(request, pk):
    found = Part.objects.visible_to(request.user).select_related("unit", "followup__office", "received_by")
    return get_object_or_404(found, pk=pk)


def refuse_others(part, verb, user):
    step = PART_MOVES[verb]
    if not part.allows(verb, user):
        words = "、".join(role.label for role in step.by)
        raise NotYours(f"“{step.label}”由{part.place_of(step)}的{words}办理。")
    return step


def move(request, pk, verb):
    """签收 and 认可 are one click; what needs a word asks for it first."""
    part = found_part(request, pk)
    step = refuse_others(part, verb, request.user)
    if verb in ACTS:
        return with_word(request, part, verb, step)
    if request.method != "POST":
        return redirect(part.followup)
    if verb == "receive":
        followup_parts.receive(part, by=request.user)
    else:
        followup_parts.accept(part, by=request.user, seen=whole(request.POST.get("seen", "")))
    messages.success(request, f"已{step.label}。")
    return redirect(part.followup)


def with_word(request, part, verb, step):
    if request.method != "POST" and not part.may(verb, request.user):
        raise Refused(f"{part.unit}承办的部分现为“{part.get_state_display()}”，不能{step.label}。")
    kind = BackForm if verb in ASKS_A_DAY else WordForm
    form = kind(data_of(request), user=request.user, step=step)
    if verb == "recall":
        del form.fields["reason"]

    def act(form):
        ACTS[verb](part, by=request.user, **form.words())
        return f"已{step.label}：{part.unit}。"

    title = f"{step.label}：{part.unit}（{part.kind}）"
    back = part.followup.get_absolute_url()
    return asked(request, form, act, title=title, button=step.label, back=back, step=step)


def answer(request, pk):
    """反馈: written on the follow-up's own page; a refusal shows it again with the text."""
    part = found_part(request, pk)
    refuse_others(part, "answer", request.user)
    form = AnswerForm(data_of(request), request.FILES or None, user=request.user)
    form.part_pk = part.pk
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            feedback.answer(part, by=request.user, **form.words())
            messages.success(request, "反馈已报送，督办单位会收到通知。")
            return redirect(part.followup)
    status = (409 if hasattr(form, "refusal") else 422) if request.method == "POST" else 200
    return page_of(request, one(request, part.followup_id), answer=form, status=status)


def extend(request, pk):
    """申请延期."""
    part = found_part(request, pk)
    step = refuse_others(part, "ask", request.user)
    form = ExtensionForm(data_of(request), user=request.user)

    def act(form):
        feedback.ask_extension(part, by=request.user, **form.words())
        return "延期申请已送出，请等督办单位答复。"

    title = f"{step.label}：{part.followup}（现期限{part.deadline:%Y-%m-%d}）"
    return asked(request, form, act, title=title, button=step.label, back=part.followup.get_absolute_url())


def decide(request, pk, verb):
    """同意 or 不同意延期."""
    found = Extension.objects.visible_to(request.user)
    plea = get_object_or_404(found.select_related("part__followup__office", "part__unit"), pk=pk)
    step, part = PLEA_MOVES[verb], plea.part
    if not request.user.holds_any(step.by, part.followup.office):
        raise NotYours(f"“{step.label}”由{part.followup.office}的责任编辑或核签人办理。")
    form = VerdictForm(data_of(request), user=request.user, step=step, plea=plea)

    def act(form):
        words = form.words()
        feedback.decide_extension(plea, verb, by=request.user, until=words.get("until"), word=words["reason"])
        return f"已{step.label}：{part.unit}。"

    title = f"{step.label}：{part.unit}申请延至{plea.wanted:%Y-%m-%d}（{plea.reason}）"
    return asked(request, form, act, title=title, button=step.label, back=part.followup.get_absolute_url())


def file(request, pk):
    """A file of a report; always a download, never run by the browser."""
    found = FeedbackFile.objects.visible_to(request.user).select_related("feedback__part__unit")
    kept = get_object_or_404(found, pk=pk)
    feedback.read_file(kept, by=request.user)
    with kept.file.open() as content:
        return sent(content.read(), kept.content_type, kept.name, attached=True)
