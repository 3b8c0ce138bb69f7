"""Who did each step of an issue, and when, told from its history. No queries, no models."""

STEPS = (("submit", "编辑", "editor"), ("check", "核对", "checker"), ("sign", "核签", "approver"))
BACK = ("pull", "send-back", "refuse")


def hands_of(issue, history):
    """The three hands in order; what was done before the issue went back counts no more."""
    done = {}
    for event in history:
        if event.verb in BACK:
            done.clear()
        else:
            done[event.verb] = event
    return [(label, getattr(issue, person), done.get(verb)) for verb, label, person in STEPS]
