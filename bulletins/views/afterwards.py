"""What is shown beside a signed issue: its corrections, what followed it, and who did each step."""

from accounts.roles import Role
from bulletins.hands import hands_of
from bulletins.models import Issue
from bulletins.states import IssueState, Series


def afterwards(issue, user, history):
    """For readers what is signed; for the desk also what is still in work."""
    office = issue.publication.office
    edits = user.holds(Role.EDITOR, office)
    seen = Issue.objects.visible_to(user).exclude(state=IssueState.DROPPED)
    sequels = issue.sequels.filter(issue__in=seen).select_related("issue__publication").order_by("pk")
    return {
        "corrections": list(issue.corrections.signed()),
        "sequels": sequels,
        "hands": hands_of(issue, history),
        "may_follow_up": edits,
        "may_supplement": edits and issue.publication.rules[Series.SUPPLEMENT].is_on,
    }
