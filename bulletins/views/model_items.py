"""范文库: printed pieces held up as models, for everybody who writes for the office."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render

from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import DESK_ROLES, Role
from bulletins.actions import model_items as actions
from bulletins.forms.model_items import ModelFilter, ModelItemForm, TakeOffForm
from bulletins.models import Adoption, Article, Issue, ModelItem
from bulletins.printed import changes, is_sole, piece_at
from bulletins.states import ArticleState
from bulletins.views.refusals import posted, said_on, status_of
from submissions.models import Attachment
from submissions.states import Kind

PAGE = 20


def index(request):
    """The library: search, kind, year; the desk also sees what was taken off."""
    found = ModelItem.objects.visible_to(request.user)
    at_desk = bool(request.user.units_as(*DESK_ROLES))
    off = at_desk and request.GET.get("state") == "off"
    shelf = found.taken_off() if off else found.standing()
    form = ModelFilter(request.GET)
    chosen = form.chosen()
    rows = shelf.matching(**chosen).listed()
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "kinds": Kind.choices,
        "years": shelf.years(),
        "off": off,
        "at_desk": at_desk,
        "counts": (found.standing().count(), found.taken_off().count()) if at_desk else (),
    }
    return render(request, "bulletins/model_items.html", context)


def mine(request, pk):
    return get_object_or_404(ModelItem.objects.visible_to(request.user).listed(), pk=pk)


def model_item(request, pk):
    """One model: the printed wording, why it is good, and the edits if the desk shows them."""
    model = mine(request, pk)
    context = {"model": model, "may_keep": model.may_be_kept_by(request.user), **words_of(model)}
    if model.issue_id:
        context["readable"] = Issue.objects.visible_to(request.user).filter(pk=model.issue_id).exists()
    return render(request, "bulletins/model_item.html", context)


def words_of(model):
    """The frozen words it holds up; the filed ones beside them only as far as they belong to one unit."""
    if model.adoption_id:
        return {"filed": model.adoption.submission.filed}
    piece = piece_at(model.issue, model.place)
    source = model.article.sources.select_related("submission__filed").first()
    if not model.shows_edits or source is None or not is_sole(model.issue, model.article, source.submission):
        return {"piece": piece}
    return {"piece": piece, "changes": changes(source.submission.filed, piece)}


def new(request):
    """列为范文: a printed article of this desk, or an item used above."""
    act, thing, back, first = chosen(request)
    form = ModelItemForm(posted(request), initial={"kind": first.filed.kind if first and first.filed else ""})
    if form.is_valid():
        with said_on(form):
            model = act(by=request.user, **form.words())
            messages.success(request, f"《{model}》已列入范文库，作者和单位会收到通知。")
            return redirect(model)
    context = {"form": form, "thing": thing, "back": back}
    return render(request, "bulletins/model_item_form.html", context, status=status_of(request, form))


def chosen(request):
    """What the address names: the act, the thing, the way back, and the first item behind it."""
    user = request.user
    if Role.EDITOR not in user.roles:
        raise NotYours("范文由责任编辑推荐。")
    if pk := whole(request.GET.get("adoption", "")):
        return above(user, pk)
    rows = Article.objects.visible_to(user).filter(state=ArticleState.PRINTED)
    rows = rows.select_related("placement__issue__publication", "publication__office")
    article = get_object_or_404(rows, pk=whole(request.GET.get("article", "")) or 0)
    source = article.sources.select_related("submission__filed").first()
    act = bound(actions.hold_up, article.issue, article)
    return act, article, article.get_absolute_url(), source and source.submission


def above(user, pk):
    """A use further up of an item of this person's office."""
    rows = Adoption.objects.visible_to(user).above().filter(office__in=user.units_as(Role.EDITOR))
    adoption = get_object_or_404(rows.select_related("submission__filed", "publication"), pk=pk)
    act = bound(actions.hold_up_used_above, adoption)
    return act, adoption, adoption.get_absolute_url(), adoption.submission


def bound(act, *things):
    return lambda **words: act(*things, **words)


def edit(request, pk):
    """Say better why it is good; sort it."""
    model = mine(request, pk)
    actions.refuse_outsider(request.user, model.office)
    form = ModelItemForm(posted(request), instance=mine(request, pk))
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            actions.amend(model, by=request.user, **form.words())
            messages.success(request, "范文点评已保存。")
            return redirect(model)
    context = {"form": form, "thing": model, "model": model, "back": model.get_absolute_url()}
    return render(request, "bulletins/model_item_form.html", context, status=status_of(request, form))


def take_off(request, pk):
    """撤下: with a reason; it can be held up again."""
    model = mine(request, pk)
    actions.refuse_outsider(request.user, model.office)
    form = TakeOffForm(posted(request))
    if form.is_valid():
        with said_on(form):
            actions.take_off(model, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"《{model}》已从范文库撤下。")
            return redirect("bulletins:model_items")
    context = {"form": form, "model": model}
    return render(request, "bulletins/model_item_take_off.html", context, status=status_of(request, form))


def picture(request, pk, attachment):
    """A picture of the piece, for whoever reads the model; never one that does not stand in it."""
    model = mine(request, pk)
    shown = piece_at(model.issue, model.place).blocks if model.issue_id else ()
    if attachment not in {block.attachment for block in shown if block.kind == "picture"}:
        raise Http404
    found = get_object_or_404(Attachment, pk=attachment)
    response = FileResponse(found.file.open(), content_type=found.content_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
