"""What became of a report outside the house: an office in the house says it by itself."""

from django.db import transaction

from accounts.refusal import Refused
from bulletins.actions.adoptions import enter, read_scan
from bulletins.actions.articles import free
from bulletins.actions.crediting import credit_below, revoke_all
from bulletins.actions.upward import checked, finish, sources_of


@transaction.atomic
def adopt(report, publication, *, by, use, on, evidence, title="", file=None, marks="", base=None):
    """A carrier outside used it: one adoption for each item it was made of, with what proves it."""
    report = checked(report, "adopt", by, "", base)
    if on < report.sent_on:
        raise Refused(f"采用日期不能早于上报日期（{report.sent_on:%Y-%m-%d}）。")
    shares = {source.submission_id: source for source in report.sources.all()}
    facts = {"use": use, "on": on, "evidence": evidence, "title": title or report.title, "upward": report}
    facts["marks"] = marks.strip()
    facts |= read_scan(file)
    rows = []
    for item in sources_of(report):
        source = shares[item.pk]
        row = enter(item, publication, by, **facts, share=source.share, is_main=source.is_main)
        facts |= {"file": row.file.name} if file else {}
        rows.append(row)
    credit_below(rows, by=by)
    return finish(report, "adopt", by, note=f"{publication}，{on:%Y-%m-%d}，{evidence.strip()}")


@transaction.atomic
def disown(report, *, by, reason, base=None):
    """Registered by mistake: every adoption of this report is revoked, the rows stay with the reason."""
    report = checked(report, "disown", by, reason, base)
    items = sources_of(report)
    rows = report.adoptions.standing().by_hand().select_for_update(of=("self",))
    revoke_all(list(rows.with_names().select_related("submission__author")), by, reason.strip())
    for item in items:
        free(item, by=by)
    return finish(report, "disown", by, reason)
