"""Lists of readers: of a publication for every issue, and what is added for one (本期增发)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Event
from accounts.refusal import NotYours
from bulletins.actions import readers as actions
from bulletins.distribution import Audience, scope_of
from bulletins.forms.readers import FORMS
from bulletins.models import Issue, Publication, Readership, Scope
from bulletins.states import IN_WORK
from bulletins.views.refusals import posted, said_on, status_of


def mine(request, code):
    """A bulletin whose list this person keeps."""
    own = Publication.objects.visible_to(request.user).filter(office__isnull=False).select_related("office")
    found = get_object_or_404(own, code=code)
    if not request.user.holds_any(actions.KEEPERS, found.office):
        if not Publication.objects.kept_by(request.user).filter(pk=found.pk).exists():
            raise Http404
        raise NotYours("阅读范围由本刊编发单位的责任编辑或核签设置。")
    return found


def readers(request, code):
    """Who reads a publication, and the two small forms that add to the list."""
    publication = mine(request, code)
    forms, done = asked(request, publication, actions.add, publication)
    if done:
        return redirect("bulletins:readers", code)
    context = {
        "publication": publication,
        "scope": scope_of(publication),
        "scopes": Scope,
        "lines": Readership.objects.standing().filter(publication=publication).with_names(),
        "count": len(Audience.of(publication).deliveries()),
        "forms": forms,
        "history": Event.objects.about(publication).filter(
            verb__in=("add-readers", "remove-readers", "scope")
        ),
    }
    return render(request, "bulletins/readers.html", context, status=status_of(request, forms[0]))


def asked(request, publication, act, thing):
    """The forms of a page, the one that was sent filled in; whether its act was done."""
    data = posted(request)
    sent = data.get("form") if data else None
    forms = [
        form(data if sent == name else None, office=publication.office, auto_id=f"id_{name}_%s")
        for name, form in FORMS.items()
    ]
    form = forms[list(FORMS).index(sent)] if sent in FORMS else None
    if form is not None and form.is_valid():
        with said_on(form):
            line = act(thing, by=request.user, **form.reader())
            messages.success(request, f"已列入：{line}。")
            return forms, True
    return forms, False


def scope(request, code):
    """Narrow a publication or open it again: says first how many readers that leaves."""
    publication = mine(request, code)
    now = scope_of(publication)
    wanted = Scope.AREA if now == Scope.LISTED else Scope.LISTED
    if request.method == "POST":
        actions.set_scope(publication, wanted, by=request.user)
        messages.success(request, f"阅读范围已改为“{wanted.label}”。")
        return redirect("bulletins:readers", code)
    context = {
        "publication": publication,
        "now": now,
        "wanted": wanted,
        "before": len(Audience.of(publication, scope=now).deliveries()),
        "after": len(Audience.of(publication, scope=wanted).deliveries()),
    }
    return render(request, "bulletins/readers_scope.html", context)


@require_POST
def remove(request, pk):
    """Take a line off a list."""
    found = Readership.objects.select_related("publication__office", "issue", "unit", "person__home")
    kept = Publication.objects.kept_by(request.user)
    line = get_object_or_404(found.filter(publication__in=kept), pk=pk)
    back = line.issue or line.publication
    actions.remove(line, by=request.user)
    messages.success(request, f"已移出：{line}。")
    return redirect(page_of(back))


def page_of(thing):
    if isinstance(thing, Issue):
        return reverse("bulletins:issue_readers", args=[thing.pk])
    return reverse("bulletins:readers", args=[thing.code])


def issue_readers(request, pk):
    """本期增发: whom this issue reaches, and who is added for it alone."""
    issue = get_object_or_404(Issue.objects.at_desk_of(request.user).with_hands(), pk=pk)
    if not request.user.holds_any(actions.KEEPERS, issue.publication.office):
        raise NotYours("增发由本刊编发单位的责任编辑或核签办理。")
    forms, done = asked(request, issue.publication, actions.add_for, issue)
    if done:
        return redirect("bulletins:issue_readers", pk)
    context = {
        "issue": issue,
        "scope": scope_of(issue.publication),
        "lines": issue.readerships.with_names(),
        "count": len(Audience.of_issue(issue).deliveries()),
        "in_work": issue.state in IN_WORK,
        "forms": forms if issue.state in (*IN_WORK, "signed") else [],
    }
    return render(request, "bulletins/readers_issue.html", context, status=status_of(request, forms[0]))
