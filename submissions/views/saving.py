"""Saving by itself while somebody writes: JSON for the script of the filing form."""

import json

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.refusal import NotYours, Refused
from submissions import actions
from submissions.forms.opening import carried
from submissions.forms.writing import SubmissionForm
from submissions.models import Submission
from submissions.views.merging import merge_url
from submissions.views.writing import begin, rewrite, units_of


@require_POST
def autosave_new(request):
    """Autosave before there is a draft: the form's key makes sure there is only one."""
    units = units_of(request.user)
    if not units:
        raise NotYours("只有信息员可以撰写信息。")
    form = SubmissionForm(request.POST, user=request.user, units=units)
    return answer(request, form, begin)


@require_POST
def autosave(request, pk):
    item = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    copy = Submission.objects.select_related("unit__office").get(pk=pk)
    form = SubmissionForm(request.POST, user=request.user, instance=copy)
    return answer(request, form, lambda request, form: rewrite(request, item, form))


def answer(request, form, store):
    """Saved, newer exists, or what is wrong."""
    words = "；".join(text for texts in form.errors.values() for text in texts)
    if words and not form.can_wait:
        return JsonResponse({"message": words, "foreign": form.is_foreign}, status=422)
    try:
        item = store(request, form)
    except actions.Newer as newer:
        side = newer.side.number
        return JsonResponse({"message": str(newer), "compare": merge_url(newer), "late": side}, status=409)
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    return JsonResponse(saved(item) | ({"message": words} if words else {}))


def saved(item):
    """What the form goes on from: its version, the words it now stands on, its address."""
    return {
        "version": item.version,
        "saved": f"{timezone.localtime(item.saved_at):%H:%M}",
        "opened": json.dumps(carried(item), ensure_ascii=False),
        "edit": reverse("submissions:edit", args=[item.pk]),
        "autosave": reverse("submissions:autosave", args=[item.pk]),
    }
