"""出增刊 and 以此重编: what follows a signed or a void issue."""

from django.contrib import messages
from django.shortcuts import redirect, render

from bulletins.actions import sequels as actions
from bulletins.actions.articles import refuse_outsider
from bulletins.forms.sequels import SequelForm
from bulletins.models import Article, Sequel
from bulletins.states import ArticleState
from bulletins.views.issues import mine
from bulletins.views.refusals import posted, said_on, status_of


def supplement(request, pk):
    """出增刊."""
    return follow(request, pk, Sequel.Why.SUPPLEMENT, actions.supplement)


def reissue(request, pk):
    """以此重编."""
    return follow(request, pk, Sequel.Why.REISSUE, actions.reissue)


def follow(request, pk, why, act):
    """Ask on GET, act on POST."""
    issue = mine(request, pk)
    refuse_outsider(request.user, issue.publication)
    form = SequelForm(posted(request))
    if form.is_valid():
        with said_on(form):
            opened = act(issue, by=request.user, key=form.cleaned_data["key"])
            messages.success(request, f"已开始{why.label}，签发时取得期号。")
            return redirect(opened)
    former = Article.objects.filter(former_placements__issue=issue).order_by("former_placements__position")
    context = {"issue": issue, "why": why, "form": form}
    context["articles"] = [(each, each.state == ArticleState.READY) for each in former]
    return render(request, "bulletins/sequel.html", context, status=status_of(request, form))
