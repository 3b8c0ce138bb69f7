"""报送前自查: what a writer should know before sending, a reviewer before signing, an editor before taking."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.models import Event
from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from submissions import actions
from submissions.actions.checking import adopt as take_up
from submissions.actions.checking import send_checked
from submissions.copycheck import Finding, examine
from submissions.forms.checking import ClearForm
from submissions.freshness import Freshness, freshness
from submissions.models import ShelfLife, Signature, Submission
from submissions.models.likeness import Likeness, words_of
from submissions.passages import Passage, passages

PASSAGES_SHOWN, FINDINGS_SHOWN = 6, 100


@dataclass(frozen=True)
class Compared:
    """A like item with the places where both say the same."""

    likeness: Likeness
    passages: list[Passage]

    @property
    def shown(self):
        return sorted(self.passages, key=lambda passage: -passage.length)[:PASSAGES_SHOWN]

    @property
    def more(self):
        return max(0, len(self.passages) - PASSAGES_SHOWN)


@dataclass(frozen=True)
class Report:
    """All that was found in one text; what is found for a person is only what that person may read."""

    text: object
    freshness: Freshness
    alike: list[Likeness]
    findings: list[Finding] | tuple = ()
    markers: list[str] | tuple = ()

    @property
    def found(self):
        return bool(self.freshness.is_stale or self.alike or self.findings or self.markers)

    @cached_property
    def compared(self):
        mine = words_of(self.text)
        return [Compared(each, passages(mine, words_of(each.item.filed))) for each in self.alike]

    @property
    def adoptable(self):
        return sum(found.suggestion is not None for found in self.findings)

    @property
    def shown(self):
        return self.findings[:FINDINGS_SHOWN]


def look_over(item, user):
    """The whole report, for the people of the unit."""
    return Report(
        item,
        age_of(item, item),
        alike(item, item, user),
        examine(item.title, item.body),
        actions.markers_of(item),
    )


def age_of(item, text):
    limit = ShelfLife.objects.days_for(item.office_id, text.kind)
    return freshness(text.event_date, timezone.localdate(), limit, text.get_kind_display())


def alike(item, text, user):
    """Looked for among what this person may see anyway."""
    readable = Submission.objects.visible_to(user)
    return Signature.objects.alike(words_of(text), readable, besides=item.pk)


def check(request, pk):
    """The page before sending; for a reviewer the same findings to read, in short beside the signature."""
    items = Submission.objects.visible_to(request.user).of_units(request.user)
    item = get_object_or_404(items.with_people(), pk=pk)
    report = look_over(item, request.user)
    if request.htmx and request.method == "GET":
        return in_short(request, item, report)
    form = ClearForm(kept.posted(request), markers=report.markers)
    if request.method != "POST":
        return page(request, item, report, form)
    refusal, status = try_to_send(request, item, form)
    if status:
        return page(request, item, report, form, refusal, status)
    messages.success(request, "已送本单位审核人审签。")
    return redirect("submissions:detail", pk)


def in_short(request, item, report):
    """With the writer's word about the markers, if there were any."""
    cleared = Event.objects.about(item).filter(verb="clear").last()
    context = {"item": item, "report": report, "cleared": cleared}
    return render(request, "submissions/_check_short.html", context)


def try_to_send(request, item, form):
    """The refusal, if any, and the status of the answer; nothing when it was sent."""
    if not form.is_valid():
        return None, 422
    try:
        base = whole(request.POST.get("base", ""))
        send_checked(item, by=request.user, base=base, **form.cleaned_data)
    except NotYours:
        raise
    except Refused as refusal:
        return refusal, 409
    return None, 0


def page(request, item, report, form, refusal=None, status=200):
    may_write = item.writable and item.author_id == request.user.pk
    context = {
        "item": item,
        "report": report,
        "form": form,
        "refusal": refusal,
        "may_write": may_write,
        "may_sign": item.state == "review" and item.allows("sign", request.user),
        "unchecked": item.attachments.present().unscanned(),
        "writer": kept.writer_key(request.user),
    }
    return render(request, "submissions/check.html", context, status=status)


@require_POST
def adopt(request, pk):
    """One suggestion, or all of them, straight into the text."""
    item = get_object_or_404(Submission.objects.visible_to(request.user).of_units(request.user), pk=pk)
    base, chosen = whole(request.POST.get("base", "")), request.POST.get("finding", "")
    count = take_up(item, by=request.user, base=base, chosen=chosen)
    messages.success(request, f"已采纳 {count} 处，文字已保存。")
    return redirect("submissions:check", pk)


def likeness(request, pk):
    """Likeness and freshness of the words this person reads: a part of the item's page, or a page."""
    item = get_object_or_404(Submission.objects.visible_to(request.user).with_people(), pk=pk)
    text = item.text_for(request.user)
    report = Report(text, age_of(item, text), alike(item, text, request.user))
    template = "submissions/_likeness.html" if request.htmx else "submissions/likeness.html"
    return render(request, template, {"item": item, "text": text, "report": report})
