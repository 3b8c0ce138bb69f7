"""The workshop's own promises: real services that leave nothing behind, assets by name, honest lock files."""

import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from redis import Redis

from infohub.assets import FILES, AssetFinder
from tools import services


def test_a_named_asset_is_found_and_its_neighbours_are_not():
    found = finders.find("vendor/bootstrap.min.css")

    assert found.endswith("node_modules/bootstrap/dist/css/bootstrap.min.css")
    assert finders.find("vendor/bootstrap.css") is None
    assert finders.find("vendor/../bootstrap/package.json") is None


def test_the_asset_list_is_what_is_offered_for_collection():
    assert [name for name, storage in AssetFinder().list([]) if storage.exists(name)] == list(FILES)


def test_missing_assets_are_named_with_the_command_that_brings_them(settings, tmp_path):
    settings.BASE_DIR = tmp_path

    (error,) = AssetFinder().check()

    assert [name for name in FILES if name not in error.msg] == []
    assert "make setup" in error.hint


def test_a_production_collection_fingerprints_every_asset(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    collected = {path.name for path in (tmp_path / "static" / "vendor").rglob("*.gz")}
    assert {name.split(".")[0] for name in collected} == {"bootstrap", "bootstrap-icons", "sortable"}
    assert (tmp_path / "static" / "staticfiles.json").exists()


@pytest.fixture
def started_here(monkeypatch):
    for name in ("TEST_DATABASE_URL", "TEST_REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("started_here")
def test_both_services_answer_and_are_gone_afterwards():
    with services.services() as addresses, Redis.from_url(addresses["REDIS_URL"]) as redis:
        connection = psycopg2.connect(addresses["DATABASE_URL"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'infohub'")
            encoding = cursor.fetchone()
        connection.close()
        answered = redis.ping()

    assert (encoding, answered) == (("UTF8",), True)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(addresses["DATABASE_URL"])


def test_an_address_from_the_environment_is_used_as_it_is(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://elsewhere/infohub")
    monkeypatch.setenv("TEST_REDIS_URL", "redis://elsewhere/0")

    with services.services() as addresses:
        given = dict(addresses)

    assert given == {"DATABASE_URL": "postgres://elsewhere/infohub", "REDIS_URL": "redis://elsewhere/0"}


ASK_FOR_THE_FOLDER = """
import os, sys, psycopg2
cursor = psycopg2.connect(os.environ["DATABASE_URL"]).cursor()
cursor.execute("SHOW data_directory")
print(*cursor.fetchone())
sys.exit(7)
"""


@pytest.mark.usefixtures("started_here")
def test_a_command_that_fails_keeps_its_exit_code_and_leaves_no_folder():
    command = [sys.executable, "-m", "tools.services", "--", sys.executable, "-c", ASK_FOR_THE_FOLDER]

    done = subprocess.run(command, capture_output=True, text=True)

    data = Path(done.stdout.strip())
    assert (done.returncode, done.stderr, data.name) == (7, "", "data")
    assert not data.exists()


def test_without_any_program_the_reason_is_said(tmp_path):
    with services.contextlib.ExitStack() as stack, pytest.raises(services.Unavailable) as refusal:
        services.first(stack, "Redis", services.redis_server, [tmp_path / "no-redis"], tmp_path)

    assert str(refusal.value).startswith("No Redis: set TEST_REDIS_URL, install Redis or run `make setup`.")
    assert str(tmp_path / "no-redis") in str(refusal.value)


@pytest.mark.browser
def test_the_browser_has_chinese_letters_without_the_systems_fonts(browser):
    page = browser.new_page()
    page.set_content("<p style=\"font-family:'Noto Sans SC'\">信息报送</p>")
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    paragraph = session.send("DOM.querySelector", {"nodeId": root, "selector": "p"})

    fonts = session.send("CSS.getPlatformFontsForNode", paragraph)["fonts"]
    page.close()

    assert [(font["familyName"], font["glyphCount"]) for font in fonts] == [("Noto Sans SC", 4)]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_phone_is_served_a_page_with_its_style_sheets(phone):
    phone.goto("/")

    indigo = phone.evaluate("getComputedStyle(document.body).getPropertyValue('--bs-indigo')")
    assert (phone.viewport_size["width"], indigo) == (390, "#6610f2")
