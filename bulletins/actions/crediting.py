"""What a use further up means for those whose items it was made of.

An adoption of an item that an office below sent up credits the items behind it, at that office, and so on
down to the unit that wrote it. Whatever revokes the adoption takes its credits along, level by level.
"""

from django.utils import timezone

from accounts.actions.notices import notify
from accounts.events import record
from accounts.models import User
from accounts.refusal import Refused
from accounts.roles import Role
from bulletins.actions.articles import held
from bulletins.actions.model_items import let_fall
from bulletins.models import Adoption, UpwardReport
from submissions.actions import forget_use, note_use
from submissions.models import Submission
from submissions.models.writers import writer_of

SAME = ("publication", "use", "own_use", "on", "issue", "article", "title", "evidence", "marks")  # as printed
SUPERSEDED = "上级采用已由系统自动登记，改以上级的记录为准"


def credit_below(adoptions, *, by):
    """Credit the sources of every report behind these adoptions; then what those were made of, too."""
    reports = reports_behind(adoptions)
    steps = [
        (adoption, report, source)
        for adoption in adoptions
        if (report := reports.get(adoption.submission_id))
        for source in report.sources.all()
    ]
    if not steps:
        return
    unique = {source.submission_id: source.submission for *_, source in steps}
    items = {item.pk: item for item in held(Submission, list(unique.values()))}
    made = [credit(*step, items[step[2].submission_id], by) for step in steps]
    for report in {report.pk: report for _, report, _ in steps}.values():
        tell_office(report, [each for each in made if each and each.upward_id == report.pk], by)
    credit_below([each for each in made if each], by=by)


def reports_behind(adoptions):
    """By the item each report became above."""
    wanted = [adoption.submission_id for adoption in adoptions]
    found = UpwardReport.objects.filter(submission__in=wanted).select_related(
        "office", "editor", "signed__signed_by", "submission"
    )
    found = found.prefetch_related("sources__submission")
    return {report.submission_id: report for report in found}


def credit(adoption, report, source, item, by):
    """The same use, as the office below counts it; nothing if it already does."""
    if is_credited(adoption, item):
        return None
    supersede(adoption, item, by)
    row = Adoption.objects.create(
        office=item.office,
        unit=item.unit,
        person=writer_of(item),
        submission=item,
        share=source.share,
        is_main=source.is_main,
        upward=report,
        follows=adoption,
        registered_by=by,
        **{name: getattr(adoption, name) for name in SAME},
    )
    note_use(item)
    tell_unit(row, by)
    return row


def is_credited(adoption, item):
    """Reached by another way already: two reports of one item may end in one issue."""
    known = Adoption.objects.standing().filter(submission=item, follows__isnull=False)
    if adoption.issue_id:
        return known.filter(issue=adoption.issue).exists()
    return known.filter(publication=adoption.publication, on=adoption.on, use=adoption.use).exists()


def supersede(adoption, item, by):
    """The same use, registered by hand before it came by itself, is not counted twice."""
    same = item.adoptions.standing().by_hand().filter(publication=adoption.publication, on=adoption.on)
    revoke_all(list(same.with_names().select_related("submission__author")), by, SUPERSEDED)


def used_in(adoption):
    """The carrier with its issue, as it is told."""
    return f"{adoption.issue}" if adoption.issue_id else f"{adoption.publication}"


def tell_unit(adoption, by):
    """The author and the unit learn how far their item came."""
    item = adoption.submission
    note = f"{used_in(adoption)}{adoption.get_use_display()}，{adoption.on:%Y-%m-%d}"
    event = record(by, "adopted", item, label="上级采用", unit=item.unit, note=note)
    people = [item.author, *User.objects.holding(Role.REVIEWER, item.unit)]
    notify(people, event, f"《{item}》已由{used_in(adoption)}采用", f"/submissions/{item.pk}/")


def tell_office(report, credits, by):
    """Who signed and who prepared the report; the author of the item above has been told of that item."""
    if not credits:
        return
    event = record(by, "adopted", report, label="上级采用", unit=report.office, note=used_in(credits[0]))
    people = [report.editor, report.signed.signed_by]
    told = report.submission.author_id
    text = f"上报的《{report}》已由{used_in(credits[0])}采用"
    notify([each for each in people if each.pk != told], event, text, report.get_absolute_url())


def revoke_all(adoptions, by, why):
    """Revoke them with everything credited from them; items nobody uses any more are free again."""
    for adoption in adoptions:
        revoke_row(adoption, by, why)
    below = Adoption.objects.standing().filter(follows__in=adoptions).order_by("pk")
    below = list(below.with_names().select_related("submission__author"))
    if not below:
        return
    unique = {each.submission_id: each.submission for each in below}
    items = held(Submission, list(unique.values()))
    revoke_all(below, by, why)
    for item in items:
        if not item.adoptions.standing().exists():
            forget_use(item)


def revoke_row(adoption, by, why):
    """Keep the row with the reason; its author learns why the points are gone."""
    if adoption.revoked_at:
        raise Refused("这条采用已经撤销。")
    adoption.revoked_at, adoption.revoked_by, adoption.revoked_why = timezone.now(), by, why[:200]
    adoption.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    let_fall(adoption)
    item = adoption.submission
    event = record(by, "revoke", item, label="撤销采用", unit=adoption.unit, note=f"{adoption}（{why}）")
    notify([item.author], event, f"《{item}》的采用已撤销：{why}", f"/submissions/{item.pk}/")
