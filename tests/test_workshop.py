"""What `make check` and `make demo` promise before the product itself is asked anything."""

import shutil
import socket
import subprocess

import pytest

from tools import browser, demo, locks, setup, suite, templates

PACKAGE_FILES = ("pyproject.toml", "package.json", "package-lock.json")


@pytest.fixture
def clone(tmp_path):
    for name in PACKAGE_FILES:
        shutil.copy(locks.ROOT / name, tmp_path)
    shutil.copytree(locks.ROOT / "requirements", tmp_path / "requirements")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_lock_files_are_what_the_project_asks_for(clone):
    assert list(locks.complaints(clone)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        (
            "pyproject.toml",
            '"gunicorn",',
            '"gunicorn",\n    "uvicorn",',
            "requirements/dev.txt: uvicorn is not locked",
        ),
        ("pyproject.toml", '"pypdf",', "", "requirements/dev.txt: pyproject.toml no longer asks for pypdf"),
        ("requirements/runtime.txt", "django==5.2", "django==6.2", "is not what pyproject.toml allows"),
        ("requirements/runtime.txt", "kombu==5", "kombu==4", "requirements/dev.txt: kombu is not 4"),
        (
            "package.json",
            '"bootstrap": "5',
            '"bootstrap": "4',
            "package-lock.json: not what package.json asks for",
        ),
        ("package-lock.json", '"integrity"', '"resolved"', "carries a download address"),
        ("package-lock.json", '"integrity"', '"absent"', "has no hash"),
    ],
)
def test_a_lock_that_drifted_is_named(clone, name, old, new, complaint):
    replace(clone / name, old, new)

    found = list(locks.complaints(clone))

    assert [line for line in found if complaint in line] != []


@pytest.mark.parametrize("name", ["static/chart.min.js", "vendor/x.css", "fonts/song.ttf"])
def test_a_committed_file_of_others_is_named(clone, name):
    (clone / name).parent.mkdir(parents=True)
    (clone / name).write_text("x")
    subprocess.run(["git", "add", name], cwd=clone, check=True)

    assert list(locks.complaints(clone)) == [f"{name}: a third-party file is committed"]


def test_a_committed_registry_address_is_named(clone):
    (clone / "pip.conf").write_text("index-url = https://pypi" + ".org/simple")
    subprocess.run(["git", "add", "pip.conf"], cwd=clone, check=True)

    assert list(locks.complaints(clone)) == ["pip.conf: names a package registry's host"]


def test_a_template_that_does_not_compile_is_named(tmp_path, settings):
    (tmp_path / "good.html").write_text("{{ title }}")
    (tmp_path / "bad.html").write_text("{% nonsense %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    (complaint,) = templates.complaints(tmp_path)

    assert complaint.startswith("bad.html: Invalid block tag on line 1: 'nonsense'")


def test_a_taken_port_is_said_before_anything_is_built():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(SystemExit) as refusal:
            demo.refuse_taken(port)

    assert str(refusal.value).startswith(f"Port {port} is already taken")


def test_a_changed_lock_file_is_installed_again(tmp_path):
    lock, stamp = tmp_path / "lock", tmp_path / "stamp"
    lock.write_text("one")
    before = setup.is_fresh(stamp, lock)
    stamp.write_text(setup.digest(lock))
    installed = setup.is_fresh(stamp, lock)
    lock.write_text("two")

    assert (before, installed, setup.is_fresh(stamp, lock)) == (False, True, False)


def test_a_program_that_only_advises_is_not_a_browser(tmp_path):
    stub = tmp_path / "chromium-browser"
    stub.write_text("#!/bin/sh\necho install another package >&2\nexit 1\n")
    stub.chmod(0o755)

    assert (browser.works(str(stub)), browser.works(str(tmp_path / "absent"))) == (False, False)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((0, 0), 0),
        ((1,), 1),
        ((0, 1), 1),
        ((5, 0), 0),
        ((0, 5), 0),
        ((5, 5), 5),
        ((5, 1), 1),
        ((0, 130), 130),
    ],
)
def test_the_suite_fails_when_either_run_fails_or_neither_finds_a_test(codes, expected):
    assert suite.verdict(codes) == expected
