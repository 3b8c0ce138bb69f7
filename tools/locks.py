"""What a clone installs is what pyproject.toml and package.json ask for, and nothing foreign is committed."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^(\S+)==(\S+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
FOREIGN = re.compile(r"(^|/)(node_modules|vendor|third_party)/|\.min\.(js|css)$|\.(ttf|otf|ttc|woff2?|whl)$")
REGISTRY = re.compile(rb"registry\.[n]pm|\bpypi\.[a-z]{2,3}\b|python[h]osted|\bdeb\.[d]ebian")


def complaints(root=ROOT):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {"runtime": project["project"]["dependencies"], **project["dependency-groups"]}
    groups["dev"] = groups["runtime"] + groups["dev"]
    for group, wanted in groups.items():
        yield from python_complaints(f"requirements/{group}.txt", pins(root, group), wanted)
    yield from version_complaints(pins(root, "runtime"), pins(root, "dev"))
    yield from npm_complaints(root)
    yield from committed_complaints(root)


def pins(root, group):
    """name → (version, the rest of its entry: hashes and who asked for it)"""
    text = (root / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
    return {canonicalize_name(name): (version, rest) for name, version, rest in PIN.findall(text)}


def python_complaints(lock, pinned, wanted):
    wanted = {canonicalize_name(entry.name): entry for entry in map(Requirement, wanted)}
    asked_for = {name for name, (_, rest) in pinned.items() if "(pyproject.toml" in rest}
    yield from (f"{lock}: {name} is not locked" for name in sorted(wanted.keys() - asked_for))
    yield from (
        f"{lock}: pyproject.toml no longer asks for {name}" for name in sorted(asked_for - wanted.keys())
    )
    for name, (version, rest) in pinned.items():
        if "--hash=sha256:" not in rest:
            yield f"{lock}: {name} has no hash"
        if name in wanted and not wanted[name].specifier.contains(version, prereleases=True):
            yield f"{lock}: {name} {version} is not what pyproject.toml allows"


def version_complaints(runtime, dev):
    """What is tested must be what runs."""
    for name, (version, _) in runtime.items():
        if dev.get(name, ("missing",))[0] != version:
            yield f"requirements/dev.txt: {name} is not {version} as in runtime.txt"


def npm_complaints(root):
    wanted = json.loads((root / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    if packages[""]["dependencies"] != wanted:
        yield "package-lock.json: not what package.json asks for"
    for place, entry in packages.items():
        if "resolved" in entry:
            yield f"package-lock.json: {place} carries a download address"
        if place and "integrity" not in entry:
            yield f"package-lock.json: {place} has no hash"


def committed_complaints(root):
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    names = subprocess.run(listing, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if FOREIGN.search(name):
            yield f"{name}: a third-party file is committed"
        if (root / name).is_file() and REGISTRY.search((root / name).read_bytes()):
            yield f"{name}: names a package registry's host"


if __name__ == "__main__":
    found = list(complaints())
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))
