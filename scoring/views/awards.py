"""评选方案: schemes with their awards and conditions, and the running preview of who would be proposed."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from scoring.actions import award_lists, awards
from scoring.award_tables import by_award
from scoring.awarding import CONDITIONS, Verdict
from scoring.forms.awards import AwardForm, ConditionFormSet, SchemeForm, asked_in
from scoring.models import Award, AwardList, Scheme
from scoring.proposing import candidates_of
from scoring.reading import Reader
from scoring.views.asking import ask
from scoring.views.pay import at

PAGE = 20
SHORT = 5  # of those below the places, for comparison


def index(request):
    """Schemes for the office; the lists that were shown for everybody."""
    reader = Reader.of(request)
    lists = AwardList.objects.visible_to(request.user).filter(office=reader.office).with_names()
    schemes = Scheme.objects.visible_to(request.user).filter(office=reader.office).with_lists()
    context = {
        "reader": reader,
        "office": reader.office,
        "schemes": Paginator(schemes, PAGE).get_page(request.GET.get("page")),
        "lists": lists[:PAGE],
    }
    return render(request, "scoring/awards.html", context)


def new(request):
    reader = Reader.of(request)
    if not reader.keeps_score:
        raise NotYours(f"评选方案由{reader.office}的积分管理员制定。")
    return ask(
        request,
        SchemeForm(request.POST or None),
        lambda given: awards.new_scheme(reader.office, by=request.user, **given),
        title="制定评选方案",
        button="保存",
        back=at("awards", reader.query),
        done="方案已建立，请逐项设置奖项和条件。",
        lead="一个考核年度一个方案：评哪些奖、各评几名、要什么条件、哪些情形一票否决、每名奖金多少。",
    )


def found_for(request, pk):
    return get_object_or_404(Scheme.objects.visible_to(request.user).with_lists(), pk=pk)


def scheme(request, pk):
    found = found_for(request, pk)
    context = {
        "scheme": found,
        "awards": found.awards.prefetch_related("conditions"),
        "drawn": found.drawn if found.drawn and seen(found.drawn, request.user) else None,
        "may_keep": request.user.holds(Role.SCORER, found.office) and not found.is_locked,
        "may_copy": request.user.holds(Role.SCORER, found.office),
        "history": Event.objects.about(found),
        "reader": Reader(request.user, found.office),
    }
    return render(request, "scoring/award_scheme.html", context)


def seen(award_list, user):
    return AwardList.objects.visible_to(user).filter(pk=award_list.pk).exists()


def edit(request, pk):
    found = found_for(request, pk)
    return ask(
        request,
        SchemeForm(request.POST or None, initial={"name": found.name, "note": found.note}, renames=True),
        lambda given: awards.save_scheme(found, by=request.user, **given),
        title=f"修改：{found}",
        button="保存",
        back=found.get_absolute_url(),
        done="已保存。",
    )


def copy(request, pk):
    found = found_for(request, pk)
    return ask(
        request,
        None,
        lambda given: awards.copy_scheme(found, by=request.user),
        title=f"复制到下一年度：{found}",
        button="确认复制",
        back=found.get_absolute_url(),
        done="已复制，请核对名称、名额和条件。",
        lead="奖项、名额、条件和奖金照原样复制到最新方案的下一年度。",
    )


def award_new(request, pk):
    return award_form(request, found_for(request, pk), None)


def award_edit(request, pk):
    schemes = Scheme.objects.visible_to(request.user)
    found = get_object_or_404(
        Award.objects.filter(scheme__in=schemes).select_related("scheme__office"), pk=pk
    )
    return award_form(request, found.scheme, found)


def award_form(request, found, award):
    """An award and its conditions on one page; a refusal keeps both."""
    form = AwardForm(request.POST or None, instance=award)
    kept = award.conditions.values("kind", "number", "word") if award else []
    formset = ConditionFormSet(request.POST or None, initial=list(kept))
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            made = awards.save_award(
                found, asked_in(formset), award=award, by=request.user, **form.cleaned_data
            )
            return redirect(f"{made.scheme.get_absolute_url()}#award-{made.pk}")
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "scheme": found,
        "award": award,
        "form": form,
        "formset": formset,
        "clauses": CONDITIONS.values(),
    }
    return render(
        request, "scoring/award_edit.html", context, status=422 if request.method == "POST" else 200
    )


def award_drop(request, pk):
    schemes = Scheme.objects.visible_to(request.user)
    found = get_object_or_404(
        Award.objects.filter(scheme__in=schemes).select_related("scheme__office"), pk=pk
    )
    return ask(
        request,
        None,
        lambda given: awards.drop_award(found, by=request.user),
        title=f"删去奖项：{found}",
        button="确认删去",
        back=found.scheme.get_absolute_url(),
        done="已删去。",
        tone="danger",
    )


def preview(request, pk):
    """Who would be proposed by today's figures: undecided, nothing is kept."""
    found = found_for(request, pk)
    field, candidates = candidates_of(found)
    context = {
        "scheme": found,
        "sections": [(award, in_short(rows)) for award, rows in by_award(candidates)],
        "closed": field.is_closed,
        "until": field.last,
        "may_draw": request.user.holds(Role.SCORER, found.office) and field.is_closed and not found.drawn,
    }
    return render(request, "scoring/award_preview.html", context)


def in_short(rows):
    """All that are in question, and the first few of those who are not."""
    asked = [one for one in rows if one.verdict != Verdict.BELOW]
    return asked + [one for one in rows if one.verdict == Verdict.BELOW][:SHORT]


@require_POST
def draw(request, pk):
    return redirect(award_lists.draw_up(found_for(request, pk), by=request.user))
