"""One way to ask before an act: a page with a form, what was typed kept when the act refuses."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.refusal import NotYours, Refused


def ask(request, form, act, *, title, button, back, done, lead="", tone="primary", **context):
    """Show the form, act on a sound one, come back with the refusal above what was typed."""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            found = act(form.cleaned_data if form else {})
            messages.success(request, done)
            return redirect(found or back)
        except NotYours:
            raise
        except Refused as refusal:
            if form is None:
                messages.error(request, str(refusal))
                return redirect(back)
            form.add_error(None, str(refusal))
    shown = {"form": form, "title": title, "button": button, "back": back, "lead": lead, "tone": tone}
    status = 422 if request.method == "POST" else 200
    return render(request, "scoring/ask.html", shown | context, status=status)
