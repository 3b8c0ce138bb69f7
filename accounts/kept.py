"""A form that arrived after the session had ended is kept, and given back after log-in.

Only to the person who filled it in: every form carries its writer's key, which nobody else's log-in opens.
"""

from django.contrib import messages
from django.core import signing
from django.http import QueryDict

LIMIT = 1_000_000  # characters as posted, nine for a Chinese one; a session row is not an archive
SALT = "infohub.kept"


def keep(request):
    """Remember the posted fields of a form that carries a writer's key of our own making."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    body = data.urlencode()
    if writer_of(data) and len(body) <= LIMIT:
        request.session["kept"] = {"path": request.path, "data": body}
        return True
    return False


def writer_key(user):
    return signing.dumps(user.pk, salt=SALT)


def writer_of(data):
    """The person the form was made for; None for a key that is missing or forged."""
    try:
        return signing.loads(data.get("writer", ""), salt=SALT)
    except signing.BadSignature:
        return None


def take(request):
    """What was kept for this page and this person, as posted data; None if there is nothing."""
    kept = request.session.get("kept")
    if not kept or kept["path"] != request.path:
        return None
    data = QueryDict(kept["data"])
    del request.session["kept"]
    return data if writer_of(data) == request.user.pk else None


def posted(request):
    """The data of a form page: what was just posted, or what a lost session kept; None for a fresh form."""
    if request.method == "POST":
        return request.POST
    found = take(request)
    if found is not None:
        messages.info(request, "登录已过期又重新登录：您刚才填写的内容已找回，请检查后再次保存。")
    return found


def page_of(request):
    """Where something waits to be given back; empty if nothing does."""
    return request.session.get("kept", {}).get("path", "")
