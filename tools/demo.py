"""The demo office at a chosen stage, kept in var/demo/<stage>, and a server that shows it.

Each stage has its own SQLite database and files; a populated one is only opened, never rebuilt or overwritten.
"""

import argparse
import os
import secrets
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("empty", "filed", "compiling", "signed", "closed")
NOT_OURS = ("DATABASE_URL", "REDIS_URL")  # the demo touches no database or queue but its own


def main(arguments):
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--stage", choices=STAGES, default="closed")
    parser.add_argument("--port", type=int, default=8000)
    wanted = parser.parse_args(arguments)
    refuse_taken(wanted.port)
    folder = ROOT / "var" / "demo" / wanted.stage
    if folder.exists():
        manage(folder, "migrate", "--verbosity", "0")
        manage(folder, "demo", "--accounts")
    else:
        populate(wanted.stage, folder)
    serve(folder, wanted.port)


def refuse_taken(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(
                f"Port {port} is already taken, perhaps by another demo. Choose one: make demo PORT=8001"
            )


def populate(stage, folder):
    """Under another name until it is whole, so that an interrupted run is not taken for a demo."""
    making = folder.with_name(f".{stage}")
    shutil.rmtree(making, ignore_errors=True)
    manage(making, "migrate", "--verbosity", "0", EMAIL_URL="dummymail://")
    manage(making, "demo", "--stage", stage, EMAIL_URL="dummymail://")
    making.rename(folder)


def serve(folder, port):
    """As in production but for HTTPS, so that a newcomer meets the product's own pages, not a debugger's."""
    address = f"127.0.0.1:{port}"
    outside = {
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_hex(32),
        "SECURE_COOKIES": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "EMAIL_URL": "dummymail://",
        "SITE_URL": f"http://{address}",
    }
    manage(folder, "collectstatic", "--noinput", "--verbosity", "0", **outside)
    print(f"\nhttp://{address}/\n", flush=True)
    server = ["-m", "gunicorn", "infohub.wsgi", "--bind", address, "--workers", "2", "--log-level", "error"]
    run(folder, server, outside)


def manage(folder, *command, **environment):
    run(folder, ["manage.py", *command], environment)


def run(folder, command, environment):
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    ours = {"DEBUG": "true", "INFOHUB_VAR": str(folder)}
    environment = {**inherited, **ours, **environment}
    try:
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment)
    except KeyboardInterrupt:
        sys.exit("")
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
