"""移交: what somebody left unfinished when their post ended, given to another pen."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.models import Post, User
from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.models import Submission


def left_behind(request):
    """The list with its ticks and the choice of who goes on; a row that cannot be handed over says why."""
    user = request.user
    if Role.REVIEWER not in user.roles:
        raise NotYours("稿件由本单位审核人移交。")
    if request.method == "POST":
        hand_over(request)
        return redirect("submissions:left_behind")
    left, unit = Submission.objects.left_behind(user), whole(request.GET.get("unit", ""))
    context = {
        "items": (left.of_unit(unit) if unit else left).with_people(),
        "pens": pens_of(user).select_related("home"),
    }
    return render(request, "submissions/left_behind.html", context)


def pens_of(user):
    """Who files for the units this person reviews for."""
    units = user.units_as(Role.REVIEWER)
    posts = Post.objects.current().filter(role=Role.INFORMANT, unit__in=units)
    return User.objects.active().filter(pk__in=posts.values("user")).order_by("name", "pk")


def hand_over(request):
    user = request.user
    to = pens_of(user).filter(pk=whole(request.POST.get("to", ""))).first()
    ticked = [whole(pk) for pk in request.POST.getlist("item")]
    chosen = list(Submission.objects.left_behind(user).filter(pk__in=[pk for pk in ticked if pk]))
    if to is None or not chosen:
        raise Refused("请勾选要移交的信息，并选择接手的信息员。")
    done = 0
    for item in chosen:
        try:
            actions.hand_over(item, to=to, by=user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            done += 1
    if done:
        messages.success(request, f"已将 {done} 篇移交{to}。")
