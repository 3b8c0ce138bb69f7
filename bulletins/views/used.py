"""What became of one item: fetched by the item's own page, which knows nothing of this room."""

from django.shortcuts import get_object_or_404, render

from accounts.roles import DESK_ROLES, Role
from bulletins.models import Adoption, Instruction, UpwardReport
from bulletins.models.material import articles_of
from submissions.models import Submission
from submissions.states import DECIDED, State


def used(request, pk):
    """Adoptions and instructions of an item, for everybody who may read the item."""
    user = request.user
    item = get_object_or_404(Submission.objects.visible_to(user).with_people(), pk=pk)
    adoptions = Adoption.objects.visible_to(user).standing().filter(submission=item)
    context = {
        "item": item,
        "text": item.text_for(user),
        "adoptions": adoptions.select_related("publication", "issue__publication", "own_use"),
        "instructions": Instruction.objects.visible_to(user).concerning(item).with_all(),
        "reports": UpwardReport.objects.made_of(item).above().select_related("office", "to", "submission"),
        "raised": UpwardReport.objects.visible_to(user).filter(submission=item).first(),
        "made": articles_of(item) if user.holds_any(DESK_ROLES, item.office) else [],
        "may_edit": item.state == State.ACCEPTED and user.holds(Role.EDITOR, item.office),
        "may_instruct": item.filed_id and user.holds_any((Role.EDITOR, Role.LEADER), item.office),
        "may_register": item.state in DECIDED and user.holds(Role.EDITOR, item.office),
    }
    page = "bulletins/_used.html" if request.htmx else "bulletins/used.html"
    return render(request, page, context)
