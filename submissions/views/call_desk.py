"""The office's acts on calls: drafting, publishing, correcting where everybody sees it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.refusal import NotYours, Refused
from submissions.actions import calls as acts
from submissions.calling import CALL_MOVES
from submissions.forms.calling import CallForm, TopicForm, UntilForm
from submissions.models import Call, Topic
from submissions.views.asking import decide, form_page, office_of


def page_of(call):
    return reverse("submissions:call", args=[call.pk])


def new(request):
    office = office_of(request)
    return draft(request, None, office)


def edit(request, pk):
    """Only while it is a draft: what was published is corrected, not rewritten."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("office"), pk=pk)
    if not call.allows("publish", request.user):
        raise NotYours(f"报送要点由{call.office}的责任编辑拟定。")
    return draft(request, call, call.office)


def draft(request, call, office):
    """The form of a draft; a refusal stands beside everything that was typed."""
    copy = Call.objects.get(pk=call.pk) if call else None  # a ModelForm writes into its instance
    form = CallForm(kept.posted(request), instance=copy)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (saved := save(request, form, call, office)):
            return redirect("submissions:call", saved.pk)
    context = {"form": form, "call": call, "office": office, "writer": kept.writer_key(request.user)}
    return render(request, "submissions/call_form.html", context, status=status)


def save(request, form, call, office):
    try:
        saved = acts.save_call(call, by=request.user, office=office, **form.content())
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, f"“{saved}”已保存为草稿，核对后发布。")
    return saved


def move(request, pk, verb):
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("office"), pk=pk)
    return decide(
        request,
        call,
        CALL_MOVES[verb],
        lambda reason: acts.move_call(call, verb, by=request.user, reason=reason),
        allowed=call.allows(verb, request.user),
        back=page_of(call),
    )


def editors_call(request, pk, verb):
    """The call, for the hand that may correct it."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("office"), pk=pk)
    if not call.allows(verb, request.user):
        raise NotYours(f"“{CALL_MOVES[verb].label}”由{call.office}的责任编辑办理。")
    return call


def extend(request, pk):
    call = editors_call(request, pk, "extend")

    def act(form):
        acts.extend_call(call, by=request.user, until=form.cleaned_data["until"])
        return f"“{call}”的有效期已延长，各单位已收到通知。"

    hint = f"现有效期至{call.until:%Y-%m-%d}。延长后各单位会收到通知，办理过程中留有记录。"
    form = UntilForm(kept.posted(request))
    return form_page(
        request, form, act, title=f"延长有效期：{call}", button="延长", back=page_of(call), hint=hint
    )


def add_topic(request, pk):
    call = editors_call(request, pk, "add-topic")

    def act(form):
        acts.add_topic(call, form.cleaned_data["text"], by=request.user)
        return "要点已增补，各单位已收到通知。"

    form = TopicForm(kept.posted(request))
    hint = "增补的要点标明增补日期，各单位会收到通知。"
    return form_page(
        request, form, act, title=f"增补要点：{call}", button="增补", back=page_of(call), hint=hint
    )


def found_topic(request, pk):
    topics = Topic.objects.visible_to(request.user).select_related("call__office")
    return get_object_or_404(topics, pk=pk)


def strike(request, pk):
    topic = found_topic(request, pk)
    return decide(
        request,
        topic,
        CALL_MOVES["strike-topic"],
        lambda reason: acts.strike_topic(topic, by=request.user, reason=reason),
        allowed=topic.call.allows("strike-topic", request.user),
        back=page_of(topic.call),
    )


@require_POST
def give_back(request, pk):
    topic = found_topic(request, pk)
    acts.return_topic(topic, by=request.user)
    messages.success(request, f"要点“{topic}”已恢复。")
    return redirect(page_of(topic.call))
