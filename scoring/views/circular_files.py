"""The pages of a draft, the files of a signed circular on their way out, and who has read it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.refusal import NotYours
from accounts.roles import DESK_ROLES
from bulletins.actions import documents
from bulletins.preview import page_in
from bulletins.views.documents import marked, unmarked
from bulletins.views.files import sent
from bulletins.views.pages import png_of, seen
from scoring.actions import circular_files as files
from scoring.circular_paper import as_if_signed, paper_of
from scoring.models import CircularDocument, Letterhead
from scoring.models.circulars import HANDS
from scoring.views.circulars import mine
from submissions.counting import rate

PAGE = 50
TABS = (("unread", "未读"), ("read", "已读"), ("", "全部"))


@require_safe
@never_cache
def pages(request, pk):
    """The row of pages as they would be printed now."""
    circular = mine(request, pk)
    if circular.paper:
        return redirect(circular)
    page = "_circular_pages.html" if request.htmx else "circular_pages.html"
    context = {"circular": circular, **seen(circular, paper_of(circular))}
    return render(request, f"scoring/{page}", context)


@require_safe
def page(request, pk, name, number):
    """One page; its address changes with its content, so that a browser may keep it."""
    circular = mine(request, pk)
    if circular.paper:
        raise Http404
    papers = lambda: (paper_of(circular), as_if_signed(circular, request.user))  # noqa: E731 - asked only if not kept
    return png_of(page_in(circular, name, number, papers))


@require_safe
@never_cache
def proof(request, pk):
    """清样 PDF of an unsigned circular."""
    circular = mine(request, pk)
    if circular.paper:
        raise Http404
    return sent(documents.proof_of(paper_of(circular)), "application/pdf", f"{circular.title}（清样）.pdf")


@require_safe
def document(request, pk, format):
    """What readers take, with their name on it where the office asks for that; the desk may take the original."""
    circular = mine(request, pk)
    found = CircularDocument.objects.visible_to(request.user).select_related("circular__office")
    document = get_object_or_404(found, circular=circular, format=format)
    if not document.ready:
        messages.info(request, "文件正在生成，请稍候再下载。")
        return redirect(circular)
    mark = documents.mark_for(request.user) if is_marked(request, document) else ""
    files.take(document, by=request.user, mark=mark)
    return marked(document, mark) if mark else unmarked(request, document)


def is_marked(request, document):
    """A spreadsheet has no page to print a name on."""
    office = document.circular.office
    original = "original" in request.GET and request.user.holds_any(DESK_ROLES, office)
    return document.format != "xlsx" and not original and Letterhead.of(office).watermarks


def kept(request, pk):
    """Receipts are the desk's and the leaders' business."""
    circular = mine(request, pk)
    if not request.user.holds_any(HANDS, circular.office):
        raise NotYours("阅读情况由编发人员和领导查看。")
    return circular


def receipts(request, pk):
    """已读未读."""
    circular = kept(request, pk)
    counts = circular.deliveries.counts()
    state = request.GET.get("state", "unread" if counts["unread"] else "")
    rows = circular.deliveries.in_state(state).listed()
    context = {
        "circular": circular,
        "counts": counts,
        "rate": rate(counts["read"], counts["given"]),
        "tabs": [(name, label, counts[name or "given"]) for name, label in TABS],
        "state": state,
        "units": circular.deliveries.by_unit(),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "scoring/circular_receipts.html", context)


@require_POST
def remind(request, pk):
    """催阅, with one click."""
    reached = files.remind(kept(request, pk), by=request.user)
    messages.success(request, f"已催阅，{reached} 位未读的同志会收到提醒。")
    return redirect("scoring:circular_receipts", pk)


@require_POST
def retry(request, pk):
    """Make the missing files of a signed circular again."""
    circular = mine(request, pk)
    files.retry(circular, by=request.user)
    messages.success(request, "已重新开始生成文件。")
    return redirect(circular)
