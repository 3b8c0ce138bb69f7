"""上报: what goes further up, from the first draft to what became of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from accounts.kept import take
from accounts.models import Event
from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.actions import upward as actions
from bulletins.actions.upward_sending import note_scan_read
from bulletins.forms.upward import NewUpwardForm, UpwardForm
from bulletins.models import Adoption, Article, Issue, UpwardReport
from bulletins.models.upward import UNDER_WAY
from bulletins.upward_states import Upward
from bulletins.upward_table import table_of
from bulletins.views.files import sent
from bulletins.views.refusals import posted, said_on, status_of
from submissions.models import Submission
from submissions.tables import workbook

PAGE = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def listed(request):
    """The reports of the reader's offices, by stage and words of the title; and the tabs above them."""
    user = request.user
    if not user.offices:
        raise NotYours("上报由本单位编发人员办理。")
    q, stage = request.GET.get("q", "").strip()[:50], request.GET.get("state", "")
    stage = stage if stage in Upward.values else ""
    found = UpwardReport.objects.visible_to(user)
    found = found.filter(title__icontains=q) if q else found
    tally = found.tally()
    tabs = [("", "办理中", sum(tally.get(each, 0) for each in UNDER_WAY))]
    tabs += [(each.value, each.label, tally.get(each, 0)) for each in Upward]
    return found.in_stage(stage).listed(), {"q": q, "stage": stage, "tabs": tabs}


def index(request):
    rows, context = listed(request)
    context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context["may_write"] = Role.EDITOR in request.user.roles
    return render(request, "bulletins/upward.html", context)


def xlsx(request):
    """The list as it is narrowed on the screen."""
    rows, context = listed(request)
    label = {key: word for key, word, _ in context["tabs"]}[context["stage"]]
    content = workbook("上报情况", label, [table_of(rows)])
    return sent(content, XLSX, f"上报情况（{label}）.xlsx", attached=True)


def mine(request, pk):
    """The report, if this person's desk has it."""
    found = UpwardReport.objects.visible_to(request.user).select_related(
        "office", "to", "article__publication", "editor", "written_by", "sent_by", "signed", "submission"
    )
    return get_object_or_404(found, pk=pk)


def new(request):
    """Report a finished article: to whom."""
    wanted = whole(request.GET.get("article", ""))
    if wanted is None:
        return pick(request)
    found = Article.objects.visible_to(request.user).select_related("publication__office")
    article = get_object_or_404(found, pk=wanted)
    actions.refuse_other_hand(request.user, article.publication.office)
    form = NewUpwardForm(posted(request), office=article.publication.office)
    if form.is_valid():
        with said_on(form):
            key = form.cleaned_data["key"]
            report = actions.draft(article, by=request.user, key=key, **form.place())
            messages.success(request, f"已拟报{report.where}，请改定文字后送签。")
            return redirect(report)
    context = {"article": article, "form": form, "known": reports_of(article)}
    return render(request, "bulletins/upward_new.html", context, status=status_of(request, form))


def pick(request):
    """Which article: the finished ones, the newest first."""
    if Role.EDITOR not in request.user.roles:
        raise NotYours("上报由责任编辑拟稿。")
    q = request.GET.get("q", "").strip()[:50]
    articles = Article.objects.visible_to(request.user).filter(
        publication__office__in=request.user.units_as(Role.EDITOR), state__in=actions.FINISHED
    )
    articles = articles.filter(title__icontains=q) if q else articles
    rows = articles.select_related("publication", "placement__issue__publication").order_by(
        "-saved_at", "-pk"
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "bulletins/upward_pick.html", {"page": page, "q": q})


def reports_of(article):
    return UpwardReport.objects.staged().filter(article=article).select_related("to").order_by("pk")


def of_article(request, pk):
    """Where an article went; fetched by the article's page."""
    article = get_object_or_404(
        Article.objects.visible_to(request.user).select_related("publication__office"), pk=pk
    )
    may_write = request.user.holds(Role.EDITOR, article.publication.office)
    context = {
        "article": article,
        "reports": reports_of(article),
        "may_report": may_write and article.state in actions.FINISHED,
    }
    page = "bulletins/_upward_of.html" if request.htmx else "bulletins/upward_of.html"
    return render(request, page, context)


def of_issue(request, pk):
    """The articles of an issue and where each went; fetched by the issue's page at the desk."""
    issue = get_object_or_404(Issue.objects.at_desk_of(request.user).select_related("publication"), pk=pk)
    articles = list(Article.objects.printed_in(issue))
    known = UpwardReport.objects.staged().filter(article__in=articles).select_related("to").order_by("pk")
    for article in articles:
        article.reports = [each for each in known if each.article_id == article.pk]
    may_report = request.user.holds(Role.EDITOR, issue.publication.office)
    context = {"issue": issue, "articles": articles, "may_report": may_report}
    page = "bulletins/_upward_of_issue.html" if request.htmx else "bulletins/upward_of_issue.html"
    return render(request, page, context)


def report(request, pk):
    """Its words, its way and what became of it, with the whole course."""
    report, user = mine(request, pk), request.user
    readable = Submission.objects.visible_to(user)
    context = {
        "report": report,
        "moves": report.moves_for(user),
        "may_edit": report.may_be_edited_by(user),
        "waits_for_another": report.stage == Upward.WAITING
        and user.holds(Role.APPROVER, report.office)
        and report.is_own(user),
        "sources": report.sources.select_related("submission__filed", "submission__unit"),
        "files": report.files.all(),
        "opens": readable.filter(pk=report.submission_id).exists(),
        "adoptions": Adoption.objects.visible_to(user).filter(upward=report).with_names(),
        "versions": report.versions.select_related("written_by", "signed_by", "stands_for"),
        "history": Event.objects.about(report),
    }
    return render(request, "bulletins/upward_report.html", context)


def edit(request, pk):
    """The words that are to go up."""
    report = mine(request, pk)
    actions.refuse_other_hand(request.user, report.office)
    data = posted(request) or take(request)
    if data is None and not report.writable:
        messages.error(request, f"上报稿现为“{report.stage.label}”，不能修改。")
        return redirect(report)
    form = UpwardForm(data, instance=mine(request, pk), user=request.user, base=report.version)
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            actions.write(report, by=request.user, base=form.cleaned_data["base"], **form.words())
            messages.success(request, "上报稿已保存。")
            return redirect(report)
    newer = newer_beside(form)
    context = {"report": report, "form": form, "newer": newer}
    return render(request, "bulletins/upward_edit.html", context, status=status_of(request, form))


def newer_beside(form):
    """After a conflict: the newer saving, beside this text, which may now be saved over it."""
    refusal = getattr(form, "refusal", None)
    if not isinstance(refusal, actions.Newer):
        return None
    form.data = form.data.copy()
    form.data["base"] = refusal.report.version
    return refusal.report


def file(request, pk):
    """The scan that proves it was received above."""
    found = UpwardReport.objects.visible_to(request.user).exclude(file="")
    report = get_object_or_404(found, pk=pk)
    note_scan_read(report, by=request.user)
    with report.file.open() as scan:
        return sent(scan.read(), report.file_type, report.file_name, attached=True)
