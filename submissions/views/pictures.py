"""Pictures of a text: put in while writing, shown where the text is read."""

from django.http import FileResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.refusal import NotYours, Refused
from submissions import actions
from submissions.models import Attachment, Submission


@require_POST
def take(request, pk):
    """An editor's upload: the address to show, or a sentence that says what to do."""
    item = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    file = request.FILES.get("picture")
    try:
        if file is None:
            raise Refused("请先选择图片。")
        picture = actions.attach_picture(item, file, by=request.user)
    except (Refused, NotYours) as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    return JsonResponse({"address": reverse("submissions:picture", args=[picture.pk]), "name": picture.name})


def show(request, pk):
    """The picture itself, for whoever may read the text; its bytes never change."""
    picture = get_object_or_404(Attachment.objects.visible_to(request.user).images(), pk=pk)
    response = FileResponse(picture.file.open(), content_type=picture.content_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
