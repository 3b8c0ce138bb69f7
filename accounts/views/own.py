"""One's own pages: facts, posts, notices."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.actions import notices as notice_actions
from accounts.actions import people
from accounts.forms.own import AwayForm, ProfileForm
from accounts.models import Notice, Post
from accounts.refusal import Refused


def profile(request):
    """What is on file about me, and the two things I keep right myself."""
    user = request.user
    start = {name: getattr(user, name) for name in ("phone", "email", "mail_pace")}
    start["writer"] = kept.writer_key(user)
    form = ProfileForm(kept.posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_own(user, **form.changes())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "联系方式已保存。")
            return redirect("accounts:profile")
    posts = user.posts.select_related("unit", "deputy_of").order_by("-since", "-pk")
    status = 422 if request.method == "POST" else 200
    away = AwayForm(initial={"since": user.away_since, "until": user.away_until})
    context = {"form": form, "away": away, "posts": posts, "deputies": deputies_of(user)}
    return render(request, "accounts/profile.html", context, status=status)


def deputies_of(user):
    """Who stands in for me, from which post."""
    return Post.objects.current().filter(deputy_of=user).select_related("user", "unit", "deputy_of")


@require_POST
def away(request):
    """Say from when to when I am out; while I am, my deputies are told what I am told."""
    form = AwayForm(request.POST)
    if not form.is_valid():
        raise Refused("；".join(text for texts in form.errors.values() for text in texts))
    person = people.set_away(request.user, **form.cleaned_data)
    messages.success(request, away_words(person))
    return redirect("accounts:profile")


def away_words(person):
    if person.away_since is None:
        return "已取消外出。"
    span = f"{person.away_since:%Y-%m-%d} 至 {person.away_until:%Y-%m-%d}"
    names = "、".join(dict.fromkeys(post.user.name for post in deputies_of(person)))
    told = f"其间消息同时发给代理人：{names}。" if names else "您还没有代理人，其间消息仍只发给您本人。"
    return f"外出已登记（{span}），到期自动结束。{told}"


def notices(request):
    """What was told to me, newest first; what this page shows is read."""
    found = Notice.objects.visible_to(request.user).order_by("-at", "-pk")
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    notice_actions.read(found.filter(pk__in=[notice.pk for notice in shown]))
    return render(request, "accounts/notices.html", {"page": page, "notices": shown})
