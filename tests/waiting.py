"""Waiting for what another process does."""

import time


def wait_until(condition, seconds=20):
    """Ask until the answer is true; a plain failure when it never is."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise AssertionError("It did not happen in time.")
        time.sleep(0.1)
    return answer
