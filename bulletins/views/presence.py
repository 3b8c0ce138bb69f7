"""Who is in a text: the sign of life of an open page, leaving it, and taking the pen over."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.numbers import whole
from bulletins.actions import presence as actions
from bulletins.actions.writing import refuse_closed, refuse_outsider
from bulletins.models import Presence
from bulletins.views.articles import mine


@require_POST
def presence(request, pk):
    """The heartbeat: the page is still open, and learns who else is there and whose the pen is."""
    article = mine(request, pk)
    standing = actions.enter(article, by=request.user, pen=request.POST.get("pen") == "1")
    answer = {
        "pen": standing.has_pen,
        "holder": standing.pen.said if standing.pen else "",
        "readers": "、".join(str(each) for each in standing.readers),
        "version": article.version,
        "saved": f"{timezone.localtime(article.saved_at):%H:%M}",
    }
    return JsonResponse(answer)


@require_POST
def leave(request, pk):
    """The page was closed: the pen is free at once."""
    actions.let_go(mine(request, pk), by=request.user)
    return HttpResponse(status=204)


def take_over(request, pk):
    """接手: ask first, then do."""
    article = mine(request, pk)
    refuse_outsider(request.user, article.publication)
    refuse_closed(article)
    pens = Presence.objects.pens().filter(article=article).exclude(person=request.user)
    if request.method == "POST":
        holder = whole(request.POST.get("holder", "")) or 0
        actions.take_over(article, by=request.user, holder=holder)
        messages.success(request, "现在由您编辑。对方没来得及保存的文字会另存为单独一版，可打开对照并入。")
        return redirect("bulletins:article_edit", pk)
    pen = pens.select_related("person").first()
    if pen is None:
        return redirect("bulletins:article_edit", pk)
    return render(request, "bulletins/article_take_over.html", {"article": article, "pen": pen})
