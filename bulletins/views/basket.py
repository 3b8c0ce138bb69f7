"""取材篮: ticks kept from page to page, and the articles made of them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.actions import basket as actions
from bulletins.forms.articles import NewArticleForm
from bulletins.models import Pick, Publication
from bulletins.models.articles import material_for
from bulletins.models.material import with_articles
from bulletins.views.refusals import posted, said_on, status_of

FILTERS = ("q", "unit", "kind", "urgent", "older", "state", "publication")


def refuse_others(request):
    if Role.EDITOR not in request.user.roles:
        raise NotYours("建稿由责任编辑办理。")


def keys(request, name):
    return [number for pk in request.POST.getlist(name) if (number := whole(pk))]


@require_POST
def tick(request):
    """Keep the ticks of the page and turn to the one asked for; with script, show the basket anew."""
    refuse_others(request)
    actions.tick(*answered(request), by=request.user)
    if request.htmx:
        return render(request, "bulletins/_basket.html", {"count": count_of(request.user)})
    go = request.POST.get("go", "")
    if go == "basket":
        return redirect("bulletins:article_new")
    query = asked(request) if go == "find" else QueryDict(go).urlencode()
    return redirect(f"{reverse('bulletins:candidates')}?{query}")


def answered(request):
    """(rows spoken of, rows ticked): with script only the box that was touched, so that quick ticks pass each other."""
    shown, ticked = keys(request, "shown"), keys(request, "items")
    touched = whole((request.htmx.trigger or "").removeprefix("item-")) if request.htmx else None
    if touched in shown:
        return [touched], [pk for pk in ticked if pk == touched]
    return shown, ticked


def asked(request):
    """The filter as typed beside the ticks."""
    return urlencode({name: value for name in FILTERS if (value := request.POST.get(name))})


def count_of(user):
    return Pick.objects.visible_to(user).count()


@require_POST
def change(request):
    """One row up, down or out; or everything out."""
    refuse_others(request)
    do, _, pk = request.POST.get("do", "").partition("-")
    item = whole(pk)
    if do in ("up", "down") and item:
        actions.shift(item, -1 if do == "up" else 1, by=request.user)
    elif do == "out" and item:
        actions.take_back([item], by=request.user)
    elif do == "empty":
        actions.empty(by=request.user)
    return redirect("bulletins:article_new")


def new(request):
    """建稿: what lies in the basket, or what the address names, made into one article or into one each."""
    refuse_others(request)
    own = Publication.objects.edited_by(request.user).filter(code=request.GET.get("publication", ""))
    form = NewArticleForm(posted(request), user=request.user, initial={"publication": own.first()})
    if form.is_valid():
        with said_on(form):
            made = actions.make(*form.order(), by=request.user, **form.words())
            messages.success(request, f"已建稿 {len(made)} 篇。")
            return redirect(made[0]) if len(made) == 1 else redirect("bulletins:articles")
    rows, from_basket = rows_of(request)
    picked = set(keys(request, "items")) if request.method == "POST" else {item.pk for item in rows}
    context = {"form": form, "rows": rows, "picked": picked, "from_basket": from_basket}
    return render(request, "bulletins/article_new.html", context, status=status_of(request, form))


def rows_of(request):
    """The items to make articles of, in their order: those named, or the basket; and whether it is the basket."""
    named = [number for pk in request.GET.getlist("items") if (number := whole(pk))]
    basket = [row.submission_id for row in Pick.objects.visible_to(request.user).kept()]
    wanted = [*(named or basket), *keys(request, "items")]
    found = {item.pk: item for item in with_articles(material_for(request.user).filter(pk__in=wanted))}
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found], not named
