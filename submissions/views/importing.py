"""从 Word 导入: a file into a new draft or over an open one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.refusal import Refused
from submissions import actions
from submissions.forms.importing import WordForm
from submissions.models import Submission
from submissions.views.merging import merge_url
from submissions.views.writing import units_of


def new(request):
    """A draft made of a file."""
    units = units_of(request.user)
    if not units:
        return render(request, "403.html", {"reason": "只有信息员可以撰写信息。"}, status=403)
    form = WordForm(request.POST or None, request.FILES or None, units=units)

    def taken(data):
        unit = data.get("unit") or units[0]
        return actions.import_new(data["file"], by=request.user, unit=unit, key=data["key"])

    return answer(request, form, taken)


def over(request, pk):
    """A file over the words of a draft; the page asks first, and the former words are kept."""
    item = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    if item.author_id != request.user.pk or not item.writable:
        messages.error(
            request, f"《{item.text_for(request.user)}》现为“{item.get_state_display()}”，不能由您导入。"
        )
        return redirect("submissions:detail", pk)
    form = WordForm(request.POST or None, request.FILES or None, initial={"base": item.version})

    def taken(data):
        return actions.import_over(item, data["file"], by=request.user, base=data["base"] or 0)

    return answer(request, form, taken, item)


def answer(request, form, taken, item=None):
    """The page with the form; what was refused is said above it."""
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return told(request, *taken(form.cleaned_data), replaced=item is not None)
            except actions.Newer as newer:
                messages.warning(request, str(newer))
                return redirect(merge_url(newer))
            except Refused as problem:
                refusal = str(problem)
    context = {"form": form, "item": item, "refusal": refusal}
    return render(request, "submissions/import.html", context, status=status)


def told(request, item, lost, *, replaced):
    kept = "原来的文字留在“各版文字”里，可随时找回。" if replaced else ""
    messages.success(request, f"已从 Word 导入，请核对标题、层次和图片说明。{kept}")
    for sentence in lost:
        messages.warning(request, sentence)
    return redirect("submissions:edit", item.pk)
