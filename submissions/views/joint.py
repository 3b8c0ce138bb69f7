"""What other units filed jointly with one's own."""

from django.core.paginator import Paginator
from django.shortcuts import render

from submissions.models import Submission

PAGE = 30


def index(request):
    """联合报送: the newest first, in the words that were signed."""
    items = Submission.objects.visible_to(request.user).joined_by(request.user)
    page = Paginator(items.with_people().order_by("-moved_at", "-pk"), PAGE)
    return render(request, "submissions/joint.html", {"page": page.get_page(request.GET.get("page"))})
