"""Where text was typed, a refusal stands on the form and nothing is lost."""

from contextlib import contextmanager

from accounts.refusal import NotYours, Refused


@contextmanager
def said_on(form):
    """Turn a refusal into a sentence on the form; what is not theirs to do stays a 403."""
    try:
        yield
    except NotYours:
        raise
    except Refused as refusal:
        form.refusal = refusal
        form.add_error(None, str(refusal))


def posted(request):
    return request.POST if request.method == "POST" else None


def status_of(request, form):
    """What the answer is called when the form is shown again."""
    if request.method != "POST":
        return 200
    return 409 if hasattr(form, "refusal") else 422
