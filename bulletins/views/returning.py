"""退改: a source goes back to its unit from the article that was made of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from bulletins.actions import sending_back
from bulletins.actions.writing import refuse_closed, refuse_outsider
from bulletins.views.articles import mine
from bulletins.views.refusals import posted, said_on, status_of
from submissions.forms.deciding import ReasonForm
from submissions.models import Reason


def return_source(request, pk, item):
    """Say what becomes of both, ask for the reason, then do."""
    article = mine(request, pk)
    refuse_outsider(request.user, article.publication)
    refuse_closed(article)
    sources = article.sources.select_related("submission__filed", "submission__unit", "submission__office")
    source = get_object_or_404(sources, submission=item)
    texts = Reason.objects.texts_for(article.publication.office, "return")
    form = ReasonForm(posted(request), verb="return", catalogue=texts)
    if form.is_valid():
        with said_on(form):
            given = form.settled() | {"reason": form.reason()}
            sending_back.return_source(article, source.submission, by=request.user, **given)
            messages.success(request, f"已把《{source.submission.filed}》退回{source.submission.unit}修改。")
            return redirect("bulletins:article", pk)
    context = {"article": article, "item": source.submission, "form": form, "alone": sources.count() == 1}
    return render(request, "bulletins/article_return.html", context, status=status_of(request, form))
