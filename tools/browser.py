"""A browser for the journeys: the machine's own, else Playwright's, else one installed now."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
PLAYWRIGHTS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
FLAGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ABSENT = """No browser was found and none could be installed.
As root on Debian: apt-get install chromium. As anybody: .venv/bin/python -m playwright install chromium.
Or name one: INFOHUB_BROWSER=/path/to/chrome"""


def find():
    return next(filter(works, candidates()), None)


def find_or_install():
    return find() or (install() and find())


def candidates():
    if given := os.environ.get("INFOHUB_BROWSER"):
        return [given]
    found = [shutil.which(name) for name in NAMES]
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default_downloads())
    found += [str(path) for pattern in PLAYWRIGHTS for path in sorted(downloads.glob(pattern), reverse=True)]
    return [path for path in (*found, ON_A_MAC) if path]


def default_downloads():
    cache = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return cache / "ms-playwright"


def works(path):
    """Distributions install stubs that only advise another package, so a name alone proves nothing."""
    try:
        return not subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def install():
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ran = attempt("apt-get", "update", "-q") and attempt("apt-get", "install", "-q", "-y", "chromium")
        if ran and find():
            return True
    return attempt(sys.executable, "-m", "playwright", "install", "chromium")


def attempt(*command):
    print("browser:", *command, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=quiet, timeout=900, stdout=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def launch_options(path):
    """The fonts make Chinese readable on any machine; Playwright itself leaves out the sandbox root cannot use."""
    environment = {**os.environ, "XDG_DATA_HOME": str(fonts_home())}
    return {"executable_path": path, "args": [*FLAGS], "env": environment}


def fonts_home():
    """A data folder whose fonts are those of node_modules, for a system that has no Chinese ones."""
    home = ROOT / "build" / "browser"
    (home / "fonts").mkdir(parents=True, exist_ok=True)
    for folder in ROOT.glob("node_modules/@expo-google-fonts/*/[47]00*"):
        link = home / "fonts" / f"{folder.parent.name}-{folder.name}"
        with contextlib.suppress(FileExistsError):
            link.symlink_to(os.path.relpath(folder, link.parent))
    return home


if __name__ == "__main__":
    print(find_or_install() or sys.exit(ABSENT))
