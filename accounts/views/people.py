"""People: the list, one person, opening and keeping accounts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import kept, locks
from accounts.actions import people as actions
from accounts.duties import PEOPLE_KEEPERS, check_account_duty, check_duty, check_facts_duty, may
from accounts.forms.filters import PeopleFilter
from accounts.forms.keeping import PersonForm
from accounts.models import Event, User
from accounts.refusal import Refused
from accounts.roles import Role
from accounts.views.posts import with_endings

PAGE = 50
COMINGS = ("login", "logout", "login-failed", "lock")  # the auditor's, not the file's


def people(request):
    """Everybody this administrator keeps, narrowed by name, post or the state of the account."""
    check_duty(request.user, *PEOPLE_KEEPERS)
    narrowing = PeopleFilter(request.GET)
    found = in_state(User.objects.visible_to(request.user), narrowing.value("state"))
    found = found.matching(narrowing.text("q"))
    if role := narrowing.value("role"):
        found = found.serving_as(role)
    context = {
        "filter": narrowing,
        "page": Paginator(found.with_posts(), PAGE).get_page(request.GET.get("page")),
        "keeps": Role.SYSADMIN in request.user.roles,
    }
    return render(request, "accounts/people.html", context)


def in_state(people, state):
    """The states a list of accounts can be narrowed to; the front page counts with the same words."""
    if state == "active":
        return people.active()
    if state == "off":
        return people.filter(is_active=False)
    if state == "locked":
        return people.active().named(locks.locked_usernames())
    return people.postless() if state == "postless" else people


def found_person(request, pk):
    """A stranger finds nobody; a colleague without the duty is told whose it is."""
    person = get_object_or_404(User.objects.visible_to(request.user).select_related("home"), pk=pk)
    check_duty(request.user, *PEOPLE_KEEPERS)
    return person


def person(request, pk):
    """The file of one person: facts, every post ever held (备案), what was done to the account."""
    person, by = found_person(request, pk), request.user
    posts = person.posts.with_people().order_by("-since", "-pk")
    is_locked = User.objects.filter(pk=pk).named(locks.locked_usernames()).exists()
    is_near = User.objects.kept_by(by).filter(pk=pk).exists()
    context = {
        "person": person,
        "phone": person.phone if is_near else person.masked_phone,
        "posts": with_endings(posts, by),
        "history": Event.objects.about(person).exclude(verb__in=COMINGS).order_by("-pk")[:20],
        "is_locked": is_locked,
        "may_edit": may(check_facts_duty, by, person),
        "may_keep": may(check_account_duty, by, person),
        "may_unlock": is_locked and may(check_duty, by, Role.SECADMIN, unit=person.home),
        "may_enter": Role.SYSADMIN in by.roles and by.pk != person.pk,
    }
    return render(request, "accounts/person.html", context)


@never_cache
def person_new(request):
    check_duty(request.user, Role.SYSADMIN)
    start = {"home": request.GET.get("unit"), "writer": kept.writer_key(request.user)}
    form = PersonForm(kept.posted(request), by=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            person, password = actions.open_account(by=request.user, **form.changes())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return show_password(request, person, password, "账号已开通")
    return person_page(request, form, None)


def person_edit(request, pk):
    person = found_person(request, pk)
    check_facts_duty(request.user, person)
    copy = User.objects.get(pk=pk)  # validating a form writes into its instance
    start = {"writer": kept.writer_key(request.user)}
    form = PersonForm(kept.posted(request), by=request.user, instance=copy, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(person, by=request.user, **form.changes())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("accounts:person", pk)
    return person_page(request, form, person)


def person_page(request, form, person):
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/person_form.html", {"form": form, "person": person}, status=status)


def show_password(request, person, password, done):
    """The only time it is ever shown: straight in the answer, never stored in readable form."""
    context = {"person": person, "password": password, "done": done}
    return render(request, "accounts/one_time.html", context)


@never_cache
def person_reset(request, pk):
    person = found_person(request, pk)
    check_account_duty(request.user, person)
    if request.method != "POST":
        return render(request, "accounts/person_reset.html", {"person": person})
    return show_password(request, person, actions.reset_password(person, by=request.user), "密码已重设")


def person_switch(request, pk):
    person = found_person(request, pk)
    check_account_duty(request.user, person)
    if request.method != "POST":
        return render(request, "accounts/person_switch.html", {"person": person})
    actions.switch(person, by=request.user, active=request.POST.get("active") == "1")
    messages.success(request, f"{person}的账号已{'启用' if request.POST.get('active') == '1' else '停用'}。")
    return redirect("accounts:person", pk)


@require_POST
def person_unlock(request, pk):
    person = found_person(request, pk)
    actions.unlock(person, by=request.user)
    messages.success(request, f"{person}的账号已解除锁定。")
    return redirect("accounts:person", pk)
