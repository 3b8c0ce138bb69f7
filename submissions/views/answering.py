"""Answering: a unit's page of an invitation, and saying of a draft what it answers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Event
from accounts.numbers import whole
from accounts.refusal import Refused
from accounts.roles import OFFICE_ROLES, Role
from submissions.actions import answering as acts
from submissions.actions.commissions import reply as say
from submissions.calling import REPLY_MOVES
from submissions.counting import is_at_desk
from submissions.forms.calling import DraftForm
from submissions.models import Call, Invitation, Submission, Topic
from submissions.views.asking import decide
from submissions.views.calls import link_form


def asked(request, form=None):
    """The topic and the invitation a new item is to answer: from its form, else from the address."""
    given = {
        name: request.POST.get(name) or request.GET.get(name) or (form and form.initial.get(name)) or ""
        for name in ("topic", "invitation")
    }
    keys = {name: whole(str(value)) or 0 for name, value in given.items()}
    topics = Topic.objects.visible_to(request.user).published().select_related("call__office")
    invitations = Invitation.objects.visible_to(request.user).of_units(request.user).with_all()
    return {
        "topic": topics.filter(pk=keys["topic"]).first() if keys["topic"] else None,
        "invitation": invitations.filter(pk=keys["invitation"]).first() if keys["invitation"] else None,
    }


def fitting(units, asked):
    """Of the units a person writes for, those that were asked."""
    if asked["invitation"]:
        units = units.filter(pk=asked["invitation"].unit_id)
    return units.filter(office=asked["topic"].call.office_id) if asked["topic"] else units


def take_up(request, item):
    """The new draft answers what its page was opened for."""
    wanted = asked(request)
    if not any(wanted.values()):
        return item
    return acts.take_up(item, by=request.user, **wanted)


def shown(request, item=None, form=None):
    """What the page of an item says about its answering, and why a call takes it no more."""
    known = {"topic": item.topic, "invitation": item.invitation} if item else asked(request, form)
    topic, invitation = known["topic"], known["invitation"]
    why = (topic and acts.why_closed(topic)) or (invitation and acts.why_ended(invitation)) or ""
    return {"answers": known if topic or invitation else None, "answers_closed": why}


def unlinked(request, item):
    """After a save: the words are safe, and belong to nothing any more."""
    acts.unlink(item, by=request.user)
    messages.success(request, "文字已保存，已解除关联，现为一般信息。")
    return redirect("submissions:edit", item.pk)


@require_POST
def unlink(request, pk):
    """One click on the item's own page or on the reviewer's."""
    item = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    item = acts.unlink(item, by=request.user)
    messages.success(request, f"《{item}》已解除关联，现为一般信息。")
    return redirect("submissions:sign" if item.state == "review" else "submissions:detail", item.pk)


@require_POST
def link_topic(request, pk):
    """An existing draft becomes an answer to a topic."""
    calls = Call.objects.visible_to(request.user).select_related("office")
    call = get_object_or_404(calls, pk=pk)
    form = link_form(request.user, call, request.POST)
    if form is None or not form.is_valid():
        raise Refused("请选一条要点和一篇草稿，再关联。" if form else f"“{call}”已截止，不能再关联新稿。")
    item = acts.link(form.cleaned_data["item"], by=request.user, topic=form.cleaned_data["topic"])
    messages.success(request, f"《{item}》已关联要点“{item.topic}”。")
    return redirect("submissions:edit", item.pk)


def found_invitation(request, pk):
    return get_object_or_404(Invitation.objects.visible_to(request.user).with_all(), pk=pk)


@require_POST
def link_invitation(request, pk):
    """An existing draft becomes an answer to an invitation."""
    invitation = found_invitation(request, pk)
    form = DraftForm(request.POST, user=request.user, office=invitation.commission.office)
    if not form.is_valid():
        raise Refused("请选一篇草稿，再关联。")
    item = acts.link(form.cleaned_data["item"], by=request.user, invitation=invitation)
    messages.success(request, f"《{item}》已关联约稿《{invitation.commission}》。")
    return redirect("submissions:edit", item.pk)


def invitation(request, pk):
    """One unit's part: what is asked, how it stands, what was written; the office reads the same page."""
    invitation, user = found_invitation(request, pk), request.user
    asked, unit = invitation.commission, invitation.unit
    at_unit = user.holds_any((Role.INFORMANT, Role.REVIEWER), unit)
    context = {
        "invitation": invitation,
        "commission": asked,
        "moves": invitation.moves_for(user),
        "items": items_of(invitation, user, at_unit),
        "at_unit": at_unit,
        "others": others(invitation) if asked.is_list_open else [],
        "at_office": user.holds_any(OFFICE_ROLES, asked.office),
        "may_write": user.holds(Role.INFORMANT, unit) and invitation.takes_items,
        "history": history_for(invitation, at_unit or is_at_desk(user, asked.office)),
    }
    if context["may_write"]:
        form = DraftForm(user=user, office=asked.office)
        form.fields["item"].queryset = form.fields["item"].queryset.filter(unit=unit)
        context["link_form"] = form if form.fields["item"].queryset.exists() else None
    return render(request, "submissions/invitation.html", context)


def history_for(invitation, reads_items):
    """What names an item is for who may read it."""
    events = Event.objects.about(invitation)
    return events if reads_items else events.exclude(verb__in=("answer", "lose"))


def items_of(invitation, user, at_unit):
    """The unit sees its drafts among them, the desk what was filed."""
    items = Submission.objects.visible_to(user).filter(invitation=invitation).with_people()
    if at_unit:
        return items.order_by("-pk")
    return items.standing().order_by("-pk") if is_at_desk(user, invitation.commission.office) else []


def others(invitation):
    """Who else was asked, where the office laid the list open; never how they answered."""
    rest = Invitation.objects.filter(commission=invitation.commission).exclude(pk=invitation.pk)
    return [each.unit for each in rest.select_related("unit").order_by("unit__order", "unit_id")]


def reply(request, pk, verb):
    """Yes at one click, no with a reason."""
    invitation, given = found_invitation(request, pk), request.POST.get("seen", "")

    def seen(refusal):
        """A refusal tells how things stand now; what is said next is said of that."""
        return found_invitation(request, pk).state if refusal else given or invitation.state

    return decide(
        request,
        invitation.commission,
        REPLY_MOVES[verb],
        lambda reason: say(invitation, verb, by=request.user, reason=reason, seen=given),
        allowed=invitation.allows(verb, request.user),
        back=reverse("submissions:invitation", args=[pk]),
        seen=seen,
    )
