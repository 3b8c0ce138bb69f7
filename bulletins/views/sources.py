"""What an article is made of: merging and un-merging, whose part is how large, and what became of each text."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from accounts.numbers import whole
from bulletins.actions import articles as actions
from bulletins.actions import shares
from bulletins.actions.writing import refuse_closed, refuse_outsider
from bulletins.forms.sources import SharesForm
from bulletins.models import Pick, Publication
from bulletins.models.articles import first_for, material_for, meant_for
from bulletins.models.material import with_articles
from bulletins.pulling import without
from bulletins.versions import NOW, compared, rewritten_share, wordings_of
from bulletins.views.articles import mine
from bulletins.views.refusals import posted, said_on, status_of
from submissions.models import Submission

PAGE = 30


def material(request, items):
    """The accepted items to pick from: fresh ones, or all, by words in the title."""
    everything, q = request.GET.get("all", ""), request.GET.get("q", "").strip()[:50]
    own = Publication.objects.edited_by(request.user)
    wanted = own.filter(code=request.GET.get("for", "")).first()
    found = items.filter(meant_for(wanted)) if wanted else items
    found = found.matching(q=q)
    found = found if everything else found.filter(taken_at=None)
    page = Paginator(with_articles(found), PAGE).get_page(request.GET.get("page"))
    return {"page": page, "q": q, "all": everything, "own": own, "wanted": wanted}


def merge(request, pk):
    """Pick one more accepted item for this article; what lies in the basket stands first."""
    article = mine(request, pk)
    refuse_outsider(request.user, article.publication)
    refuse_closed(article)
    items = material_for(request.user).filter(office=article.publication.office)
    if request.method == "POST":
        item = get_object_or_404(items, pk=whole(request.POST.get("item", "")) or 0)
        actions.merge(article, item, by=request.user)
        messages.success(request, f"已并入《{item.filed}》，来稿文字附在正文末尾，请编辑成文。")
        return redirect("bulletins:article_edit", pk)
    items = items.exclude(sources__article=article)
    picked = Pick.objects.visible_to(request.user).values("submission")
    context = material(request, first_for(article.publication, items))
    context |= {"article": article, "basket": with_articles(items.filter(pk__in=picked))}
    return render(request, "bulletins/article_merge.html", context)


def unmerge(request, pk, item):
    """Take a source out again, with its passage if that still stands as it was merged."""
    article = mine(request, pk)
    source = get_object_or_404(Submission.objects.visible_to(request.user), pk=item)
    refuse_outsider(request.user, article.publication)
    refuse_closed(article)
    if request.method == "POST":
        pulled = bool(request.POST.get("pull")) and without(article, source.filed) is not None
        actions.unmerge(article, source, by=request.user, pull=pulled)
        what = "并抽出了它的段落，请检查署名和正文。" if pulled else "正文没有改动，请检查署名和正文。"
        messages.success(request, f"已移出《{source.filed}》，{what}")
        return redirect("bulletins:article", pk)
    context = {"article": article, "item": source, "whole": bool(without(article, source.filed))}
    return render(request, "bulletins/article_unmerge.html", context)


def sources(request, pk):
    """次序和份额: who comes first, who has which part; frozen with the signature."""
    article = mine(request, pk)
    refuse_outsider(request.user, article.publication)
    refuse_closed(article)
    form = SharesForm(posted(request), article=article)
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            words = {name: form.cleaned_data[name] for name in ("seen", "rewritten_half")}
            shares.apportion(article, form.parts(), by=request.user, **words)
            messages.success(request, "来稿的次序和份额已保存，签发时写入采用记录。")
            return redirect("bulletins:article", pk)
    context = {"article": article, "form": form, "rewritten": rewritten_share(article)}
    return render(request, "bulletins/article_sources.html", context, status=status_of(request, form))


def compare(request, pk):
    """The article against one of its sources, or one wording against another; side by side or in one text."""
    article = mine(request, pk)
    texts = wordings_of(article)
    a, b = request.GET.get("a", ""), request.GET.get("b", "")
    a = a if a in texts else next(iter(texts))
    b = b if b in texts else NOW
    context = {"article": article, "texts": texts, "a": a, "b": b, "changes": compared(texts[a], texts[b])}
    context |= {"split": request.GET.get("view") == "split", "left": texts[a].label, "right": texts[b].label}
    return render(request, "bulletins/article_compare.html", context)
