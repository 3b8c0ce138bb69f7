"""The whole test suite twice: on SQLite, then on a real PostgreSQL with Redis, a worker and a browser.

    python -m tools.suite [sqlite | postgres] [pytest arguments]

The second run is the complete one, so its summary is the last thing printed.
"""

import os
import signal
import sys

from tools import browser, services

PYTEST = [sys.executable, "-m", "pytest", "-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "worksteal"]
NOTHING_COLLECTED = 5
NOT_RUN = "\nNOT RUN: the browser journeys.\n" + browser.ABSENT


def main(arguments):
    services.unwind_on(signal.SIGTERM, signal.SIGHUP)
    only = arguments.pop(0) if arguments[:1] in (["sqlite"], ["postgres"]) else None
    runs = {"sqlite": on_sqlite, "postgres": on_postgres}
    return verdict([runs[only](arguments)] if only else both(arguments))


def verdict(codes):
    """A choice of tests may leave one run without any, but not both."""
    if set(codes) == {NOTHING_COLLECTED}:
        return NOTHING_COLLECTED
    return next((code for code in codes if code not in (0, NOTHING_COLLECTED)), 0)


def both(arguments):
    """A failure ends the run at once, so that the last summary is always the telling one."""
    first = on_sqlite(arguments)
    return [first, on_postgres(arguments)] if first in (0, NOTHING_COLLECTED) else [first]


def on_sqlite(arguments):
    """The tests that need no server; pyproject.toml leaves the others out unless asked for."""
    say("on SQLite")
    return services.run([*PYTEST, *arguments], {"DATABASE_URL": "sqlite://:memory:"})


def on_postgres(arguments):
    say("on PostgreSQL, with Redis and a browser")
    path = browser.find_or_install()
    if not path and os.environ.get("CI"):
        sys.exit(NOT_RUN)
    marks = "" if path else "not browser"
    try:
        with services.services() as started:
            code = services.run(
                [*PYTEST, "-m", marks, *arguments],
                {
                    "DATABASE_URL": started["DATABASE_URL"],
                    "TEST_REDIS_URL": started["REDIS_URL"],
                    "INFOHUB_BROWSER": path or "",
                },
            )
    except services.Unavailable as problem:
        sys.exit(str(problem))
    if not path:
        print(NOT_RUN)
    return code


def say(text):
    print(f"\n== The suite {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
