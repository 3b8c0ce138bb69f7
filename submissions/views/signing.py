"""Reviewing for a unit: the queue, one item after the other, set right and signed."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from accounts import kept
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.diff import difference, paragraphs
from submissions.forms.deciding import SignForm
from submissions.forms.signing import AmendForm
from submissions.models import Submission
from submissions.models.joint import units_in_order
from submissions.states import MOVES
from submissions.views.comparing import since_at_signing

PAGE, SIGNED = 30, 302
TABS = {"": "待我审签", "others": "须由他人审签"}


def review(request):
    """待审签: what waits for my signature, since when; overdue first, then the longest waiting."""
    user = request.user
    if Role.REVIEWER not in user.roles:
        raise NotYours("本单位信息由单位审核人审签。")
    lists = {"": waiting(user), "others": Submission.objects.visible_to(user).for_another(user)}
    tab = request.GET.get("tab") if request.GET.get("tab") in lists else ""
    found = lists[tab].pressing_first().with_people().with_answered()
    context = {
        "tab": tab,
        "tabs": [(key, label, lists[key].count()) for key, label in TABS.items()],
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "left": Submission.objects.left_behind(user).count(),
    }
    return render(request, "submissions/review.html", context)


def waiting(user):
    return Submission.objects.visible_to(user).to_review(user)


@dataclass(frozen=True)
class Place:
    """Where an item stands in its reviewer's queue, and what stands beside it."""

    number: int
    total: int
    previous: int | None
    following: int | None

    @classmethod
    def of(cls, item, user):
        """A unit's queue is short: its keys are one query, in the very order of the list."""
        keys = list(waiting(user).pressing_first().values_list("pk", flat=True))
        if item.pk not in keys:
            return cls(0, len(keys), None, keys[0] if keys else None)
        at = keys.index(item.pk)
        rest = [*keys[at + 1 :], *keys[:at]]
        return cls(at + 1, len(keys), keys[at - 1] if at else None, rest[0] if rest else None)


def onward(request, place):
    """Straight to the next one; at the end of the queue back to the list."""
    if place.following:
        return redirect("submissions:sign", place.following)
    messages.success(request, "待审签的信息已全部办完。")
    return redirect("submissions:review")


def sign(request, pk):
    """The unit's signature and the secrecy review on one page; the text may be set right before."""
    item = get_object_or_404(Submission.objects.visible_to(request.user).with_people().with_answered(), pk=pk)
    if not item.allows("sign", request.user):
        raise NotYours(f"“{MOVES['sign'].label}”不在您的岗位职责之内。")
    place, sheet = Place.of(item, request.user), Sheet(request, item)
    if item.state not in MOVES["sign"].start and not sheet.form.is_bound:
        messages.error(request, f"《{item}》现为“{item.stage_label}”，不能审签报送。")
        return redirect("submissions:detail", item.pk)
    refusal, status = sheet.sign() if request.method == "POST" else (None, 0)
    if status == SIGNED:
        messages.success(request, f"《{sheet.signed}》已审签报送。")
        return onward(request, place)
    context = sheet.context(refusal) | {"place": place, "refusal": refusal}
    return render(request, "submissions/sign.html", context, status=status or 200)


class Sheet:
    """What a reviewer has before them: the text as sent or as they would have it, and the declaration."""

    def __init__(self, request, item):
        self.request, self.item, self.signed = request, item, None
        data = kept.posted(request)
        self.amend = self.amend_form(data)
        self.markers = actions.markers_of(self.wording())
        self.form = SignForm(data, markers=self.markers)

    def amend_form(self, data):
        """The words as typed, or as they stand once the reviewer asks to change them."""
        copy = Submission.objects.get(pk=self.item.pk)  # validating a form writes into its instance
        if data is not None:
            return AmendForm(data, instance=copy) if "amend" in data else None
        return AmendForm(instance=copy) if "amend" in self.request.GET else None

    def wording(self):
        """The scan looks at what would be signed."""
        if self.amend is None or not self.amend.is_bound:
            return self.item
        words = Submission.objects.get(pk=self.item.pk)
        words.title, words.body = (self.amend.data.get(name, "") for name in ("title", "body"))
        return words

    def sign(self):
        """The refusal, if any, and the status of the answer."""
        if not all(one.is_valid() for one in (self.form, self.amend) if one is not None):
            return None, 422
        data, seen = self.form.cleaned_data, self.request.POST.get("seen") or "?"
        given = {"clearance": data.get("clearance", ""), "seen": seen, "reviewed": True}
        words = self.amend.words() if self.amend else None
        try:
            self.signed = actions.sign(self.item, by=self.request.user, words=words, **given)
        except NotYours:
            raise
        except Refused as refusal:
            return refusal, 409
        return None, SIGNED

    def context(self, refusal):
        """After a refusal the item is shown as it is now; what was typed stays in the form beside it."""
        item = Submission.objects.with_people().get(pk=self.item.pk) if refusal else self.item
        context = {
            "item": item,
            "form": self.form,
            "amend": self.amend,
            "markers": self.markers,
            "attachments": item.attachments.present().beside(item.rich),
            "partners": units_in_order(item.partners),
            "since": since_at_signing(item),
            "writer": kept.writer_key(self.request.user),
            "principal": self.request.user.stands_for([Role.REVIEWER], item.unit),
        }
        if refusal and self.amend:
            words = self.amend.words()
            context["lines"] = paragraphs(difference(item.body, words["body"]))
        return context
