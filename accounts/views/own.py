"""One's own pages: facts, posts, notices."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from accounts import kept
from accounts.actions import notices as notice_actions
from accounts.actions import people
from accounts.forms.own import ProfileForm
from accounts.models import Notice
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
    posts = user.posts.select_related("unit").order_by("-since", "-pk")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/profile.html", {"form": form, "posts": posts}, status=status)


def notices(request):
    """What was told to me, newest first; what this page shows is read."""
    found = Notice.objects.visible_to(request.user).order_by("-at", "-pk")
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    notice_actions.read(found.filter(pk__in=[notice.pk for notice in shown]))
    return render(request, "accounts/notices.html", {"page": page, "notices": shown})
