"""Files of an item: in, out, and out of view."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.refusal import Refused
from submissions import actions
from submissions.models import Attachment, Submission


@require_POST
def attach(request, pk):
    """Take one or several files."""
    item = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    files = request.FILES.getlist("files")
    if not files:
        raise Refused("请先选择文件。")
    for file in files:
        actions.attach(item, file, by=request.user)
    messages.success(request, f"已上传 {len(files)} 个附件。")
    return redirect("submissions:edit", pk)


def download(request, pk):
    """The bytes as they came, always as a download, never run by the browser."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    actions.note_read(attachment, by=request.user)
    return FileResponse(
        attachment.file.open(),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )


@require_POST
def remove(request, pk):
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    actions.detach(attachment, by=request.user)
    messages.success(request, f"已移除“{attachment.name}”。")
    return redirect("submissions:edit", attachment.submission_id)
