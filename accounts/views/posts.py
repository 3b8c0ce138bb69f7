"""Posts: the roster, what waits to be granted, entering, ending."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.actions import posts as actions
from accounts.duties import PEOPLE_KEEPERS, check_duty
from accounts.forms.filters import PostFilter
from accounts.forms.keeping import EndForm, PostForm, RevokeForm
from accounts.models import Post, User
from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from accounts.roles import ADMIN_ROLES, Role

PAGE = 50
TABS = [("pending", "待授权"), ("current", "在任"), ("ended", "离任与收回"), ("all", "全部备案")]
NOTHING_TO_GRANT = "没有选中待授权的岗位：请勾选后再点“授权所选”，或刷新页面查看是否已授权。"


def posts(request):
    """The roster; the security administrator grants from its first tab."""
    check_duty(request.user, *PEOPLE_KEEPERS)
    narrowing = PostFilter(request.GET)
    found = Post.objects.kept_by(request.user).matching(narrowing.text("q"))
    if role := narrowing.value("role"):
        found = found.filter(role=role)
    tab = request.GET.get("tab") if request.GET.get("tab") in dict(TABS) else "current"
    page = Paginator(in_tab(found, tab).with_people(), PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": narrowing,
        "tab": tab,
        "keep": {"tab": tab},
        "tabs": [(key, label, in_tab(found, key).count()) for key, label in TABS],
        "page": page,
        "rows": with_endings(page.object_list, request.user),
        "grants": tab == "pending" and Role.SECADMIN in request.user.roles,
        "keeps": Role.SYSADMIN in request.user.roles,
    }
    return render(request, "accounts/posts.html", context)


def in_tab(posts, tab):
    narrowed = {"pending": posts.pending, "current": posts.current, "ended": posts.ended, "all": posts.all}
    return narrowed[tab]()


def with_endings(posts, by):
    """Each post with the word of the button that ends it, if this administrator may."""
    rows = list(posts)
    for post in rows:
        post.ending = ending_of(post, by)
    return rows


def ending_of(post, by):
    if post.standing in ("已离任", "已收回") or post.user_id == by.pk:
        return ""
    if any(post.unit.path.startswith(top.path) for top in by.units_as(Role.SECADMIN)):
        return "收回"
    kept_here = any(post.unit.path.startswith(top.path) for top in by.units_as(Role.SYSADMIN))
    return "结束" if kept_here and post.role not in ADMIN_ROLES else ""


def post_new(request):
    """A post for somebody of the tree; ?person= chooses whom, ?unit= where."""
    check_duty(request.user, Role.SYSADMIN)
    person = User.objects.visible_to(request.user).filter(pk=whole(request.GET.get("person"))).first()
    start = {
        "user": person,
        "unit": whole(request.GET.get("unit")) or (person and person.home_id),
        "writer": kept.writer_key(request.user),
    }
    form = PostForm(kept.posted(request), by=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            post = actions.enter_post(by=request.user, **form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "岗位已登记，待安全管理员授权后生效。")
            return redirect("accounts:person", post.user_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/post_form.html", {"form": form, "person": person}, status=status)


@require_POST
def grant(request):
    """The ticked posts, or those that the page behind 全部授权 listed; what was entered since then waits."""
    check_duty(request.user, Role.SECADMIN)
    waiting = Post.objects.kept_by(request.user).pending()
    if "all" in request.POST:
        return grant_all(request, waiting)
    ticked = request.POST.getlist("post") + request.POST.get("listed", "").split(",")
    chosen = waiting.filter(pk__in=[int(pk) for pk in ticked if whole(pk)])
    if not chosen:
        raise Refused(NOTHING_TO_GRANT)
    messages.success(request, f"已授权{len(actions.grant_posts(chosen, by=request.user))}个岗位。")
    return redirect("accounts:posts")


def grant_all(request, waiting):
    """Every pending post that somebody else entered, to be read before it is granted."""
    others = waiting.exclude(entered_by=request.user).exclude(user=request.user)
    rows = list(others.with_people())
    if not rows:
        raise Refused(NOTHING_TO_GRANT)
    listed = ",".join(str(post.pk) for post in rows)
    return render(request, "accounts/posts_grant.html", {"rows": rows, "listed": listed})


def post_end(request, pk):
    """The system administrator writes the last day; the security administrator takes the right away now."""
    post = get_object_or_404(Post.objects.visible_to(request.user).with_people(), pk=pk)
    check_duty(request.user, *PEOPLE_KEEPERS)
    word = ending_of(post, request.user)
    if not word:
        raise NotYours(f"“{post}”（{post.standing}）不能由您结束。")
    form = (RevokeForm if word == "收回" else EndForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end(post, form, request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{post}：岗位已{word}。")
            return redirect("accounts:person", post.user_id)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "accounts/post_end.html", {"form": form, "post": post, "word": word}, status=status
    )


def end(post, form, by):
    if "reason" in form.cleaned_data:
        return actions.revoke_post(post, by=by, reason=form.cleaned_data["reason"])
    return actions.end_post(post, by=by, until=form.cleaned_data["until"])
