"""The stage on which the tests play: their own files, a browser, a queue with a worker at the other end."""

import os
import subprocess
import sys
import time
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from playwright.sync_api import expect, sync_playwright
from redis import Redis

import tests.emptying  # noqa: F401 - lets SQLite be emptied between tests
from infohub.celery import app as celery_app
from tests.queues import send_tasks_to
from tools import browser as browsers

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "build" / "screenshots"
DESK = {"viewport": {"width": 1366, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
SEEN_ON_SCREEN = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
PATIENCE = 20_000  # milliseconds: two cores may be busy with a whole suite
WORKER = "-A infohub worker --pool solo --loglevel info --without-gossip --without-mingle --without-heartbeat"


def pytest_runtest_setup(item):
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.fail("This test needs PostgreSQL: make test-postgres", pytrace=False)


# How long an example takes says nothing on a busy machine.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """No test reads or leaves a file of another's, nor of the demo."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def lockout(settings):
    """Repeated wrong passwords lock an account again, as in production."""
    settings.AXES_ENABLED = True


@pytest.fixture(scope="session")
def browser():
    path = browsers.find()
    if not path:
        pytest.fail(browsers.ABSENT, pytrace=False)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browsers.launch_options(path))
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, live_server):
    """Open a page for one more person: `visit()`, `visit(**PHONE)`, `visit(java_script_enabled=False)`.

    Whatever a page's script throws, or its content policy refuses, fails the test.
    """
    contexts, problems, asked = [], [], set()

    def open_page(**options):
        context = browser.new_context(base_url=live_server.url, **{**DESK, **SEEN_ON_SCREEN, **options})
        contexts.append(context)
        context.on("request", lambda request: asked.add(request))
        context.on("requestfinished", lambda request: asked.discard(request))
        context.on("requestfailed", lambda request: asked.discard(request))
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console", lambda line: problems.append(line.text) if "Security Policy" in line.text else None
        )
        return page

    yield open_page
    for context in contexts:
        settle(context, asked)
        if context.pages:  # a page that says good-bye when it closes would meet the emptied database
            context.set_offline(True)
        context.close()
    assert problems == []


def settle(context, asked):
    """A save still under way would meet the emptying of the database: let the server answer first."""
    deadline = time.monotonic() + 5
    while asked and context.pages and time.monotonic() < deadline:
        context.pages[-1].wait_for_timeout(50)


@pytest.fixture
def page(visit):
    return visit()


@pytest.fixture
def phone(visit):
    return visit(**PHONE)


@pytest.fixture(scope="session")
def shot():
    """Keep what a page looks like as build output."""

    def take(page, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return take


@pytest.fixture
def redis_url(worker_id):
    """A Redis database of this test process's own, empty."""
    base = os.environ.get("TEST_REDIS_URL")
    if not base:
        pytest.fail("This test needs Redis: make test-postgres", pytrace=False)
    number = int(worker_id.removeprefix("gw")) + 1 if worker_id != "master" else 0
    address = f"{base.rpartition('/')[0]}/{number}"
    with Redis.from_url(address) as redis:
        redis.flushdb()
    return address


@pytest.fixture
def queue(redis_url, settings):
    """Tasks leave this process for Redis, where nobody takes them up yet."""
    settings.CELERY_BROKER_URL, settings.CELERY_TASK_ALWAYS_EAGER = redis_url, False
    send_tasks_to(redis_url)
    yield redis_url
    send_tasks_to(None)


@pytest.fixture
def worker(queue, transactional_db, tmp_path):
    """A real worker on the test's own database, files and queue."""
    database = connection.settings_dict
    if connection.vendor != "postgresql":
        pytest.fail("A worker cannot see a database in memory: make test-postgres", pytrace=False)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "infohub.settings",
        "DEBUG": "true",
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database),
        "REDIS_URL": queue,
        "INFOHUB_VAR": str(tmp_path),
    }
    log = tmp_path / "worker.log"
    with log.open("w") as out:
        command = [sys.executable, "-m", "celery", *WORKER.split()]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        wait_for_answer(process, log)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for_answer(process, log):
    deadline = time.monotonic() + 60
    while not celery_app.control.ping(timeout=0.3):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"The worker did not start:\n{log.read_text()}", pytrace=False)
