"""Names of bulletins an informant may suggest for an item; asked for by the filing form in another room."""

from django.shortcuts import render

from bulletins.models import Publication


def suggestions(request):
    """Own publications of the offices whose bulletins reach this person, as options of a data list."""
    own = Publication.objects.visible_to(request.user).own(*request.user.reading_offices)
    return render(request, "bulletins/_suggestions.html", {"publications": own})
