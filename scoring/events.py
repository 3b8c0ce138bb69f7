"""Which events an office may register: its books' own words first, and those that no row of the system tells."""

from scoring.terms import EVENTS

TOLD = {  # counted by themselves from urgent reports, commissions and follow-ups
    "commission_missed",
    "commission_late",
    "late",
    "missed",
    "concealed",
    "false",
    "feedback_missed",
    "feedback_late",
}
BY_HAND, BESIDES = "奖惩事项", "系统自动认定的（只登记系统以外发生的）"


def names_of(book) -> dict[str, str]:
    """Every event by its code, as the book calls it."""
    return EVENTS | dict(book.event_words) if book else dict(EVENTS)


def choices_of(book) -> list[tuple[str, list[tuple[str, str]]]]:
    """In two groups, so that nobody registers a second time what counts already; priced ones first."""
    priced = {rule.event for rule in book.events} if book else set()
    names = sorted(names_of(book).items(), key=lambda one: one[0] not in priced)
    groups = {BY_HAND: [], BESIDES: []}
    for code, name in names:
        label = name if not book or code in priced else f"{name}（办法未定分）"
        groups[BESIDES if code in TOLD else BY_HAND].append((code, label))
    return [(title, found) for title, found in groups.items() if found]
