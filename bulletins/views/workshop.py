"""What the builder of an issue shows beside its pages: the list by columns, and what may still be put in."""

from django.db.models import Count

from accounts.numbers import whole
from bulletins import arranging
from bulletins.actions import issues as actions
from bulletins.arranging import Entry
from bulletins.models import Article, Correction

WITHOUT = "0"  # the tab of what stands in no column


def workshop(request, issue):
    """For the editor while the issue is being compiled."""
    places = list(issue.ordered())
    groups, columns = groups_of(issue, places)
    return {
        "may_compile": True,
        "placements": places,
        "groups": groups,
        "columns": columns,
        "torn": torn_columns(issue),
        "corrections": Correction.objects.to_print(issue.publication),
        **ready_for(request, issue),
    }


def ready_for(request, issue):
    """What waits to be printed, all or of one column; the tabs count the lists they open."""
    waiting = Article.objects.visible_to(request.user).ready_for(issue.publication)
    tally = dict(waiting.order_by().values_list("column").annotate(Count("pk")))
    names = {column.pk: column.name for column in issue.publication.column_set.filter(pk__in=tally)}
    tabs = [(str(pk), name, tally[pk]) for pk, name in names.items()]
    if None in tally and names:
        tabs.append((WITHOUT, "不设栏目", tally[None]))
    asked = request.GET.get("column", "")
    if asked not in {value for value, _, _ in tabs}:
        asked = ""
    rows = waiting.filter(column=whole(asked) or None) if asked else waiting
    return {
        "ready": rows.select_related("column").order_by("column__order", "column", "pk"),
        "ready_column": asked,
        "ready_tabs": tabs,
        "ready_all": sum(tally.values()),
    }


def torn_columns(issue):
    """The names of columns whose articles do not stand together."""
    torn = arranging.torn(actions.order_of(issue))
    return issue.publication.column_set.filter(pk__in=torn) if torn else []


def groups_of(issue, places):
    """The list as the builder shows it: column by column as printed, empty columns where they would stand."""
    columns = list(issue.publication.column_set.all())
    ranks = {column.pk: rank for rank, column in enumerate(columns)}
    names = {column.pk: column for column in columns}
    by_article = {place.article_id: place for place in places}
    order = [Entry(place.article_id, place.article.column_id) for place in places]
    groups = [
        {"column": names.get(column), "places": [by_article[entry.article] for entry in entries]}
        for column, entries in arranging.runs(order)
    ]
    here = {entry.column for entry in order}
    for column in columns:
        if column.is_active and column.pk not in here:
            heads = [Entry(0, group["column"] and group["column"].pk) for group in groups]
            at = arranging.place_for(heads, Entry(0, column.pk), ranks)
            groups.insert(at, {"column": column, "places": []})
    return groups, columns
