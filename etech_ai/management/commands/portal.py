"""`manage.py portal`: the whole portal in one terminal. Database, content, web server, worker with beat."""

import fcntl
import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections  # noqa: TID251 — only to close them

from etech_ai import keys
from etech_ai.content import loaded_mark
from etech_ai.processes import Program, run_together

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Run the portal: database, content, web server, worker with beat. One Ctrl-C stops all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = int(os.environ.get("ETECH_PORT", "8000"))
        parser.add_argument("--port", type=int, default=port, help="default: $ETECH_PORT, else 8000")
        parser.add_argument("--no-content", action="store_true", help="load neither the plan nor the demo")

    def handle(self, *args: Any, port: int, no_content: bool, **options: Any) -> None:
        _ensure_keys()
        _refuse_taken_port(port)
        os.environ.setdefault("ETECH_BASE_URL", f"http://localhost:{port}")  # for links in mails
        with _alone_on_data_folder():
            try:
                self._prepare_database()
                if not no_content:
                    self._load_content()
            except KeyboardInterrupt:
                raise CommandError("Stopped while loading; the next start goes on from here.") from None
            connections.close_all()
            trouble = run_together(
                [_web_server(port), _worker()],
                is_ready=lambda: _answers(port),
                on_ready=lambda: self._say_ready(port),
            )
        if trouble:
            raise CommandError(trouble)
        self.stdout.write("Stopped.")

    def _prepare_database(self) -> None:
        Path(settings.BROKER_DIR).mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.REDIS_URL:
            call_command("createcachetable", verbosity=0)

    def _load_content(self) -> None:
        commands = ["load_plan", "load_demo"] if settings.DEMO_MODE else ["load_plan"]
        mark = loaded_mark(commands)
        if mark.is_file() and _has_rows():
            return
        for command in commands:
            self.stdout.write(f"Loading content: {command} …")
            self.stdout.flush()
            call_command(command)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()

    def _say_ready(self, port: int) -> None:
        self.stdout.write(f"\nThe portal is ready: http://localhost:{port}")
        if settings.DEMO_MODE:
            self.stdout.write("Demo mode: the sign-in page lists an account for each role.")
        self.stdout.write("Ctrl-C stops it.\n")
        self.stdout.flush()


def _ensure_keys() -> None:
    """An embedded installation makes its own keys at the first start, then starts again with them."""
    path = Path(settings.DATA_DIR) / "keys.env"
    if settings.PRODUCTION or path.exists():
        return
    keys.write_new_keys(path)
    os.execv(sys.executable, [sys.executable, *sys.argv])


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). "
                f"Stop the program that holds it, or choose another: ./dev run --port {port + 1}"
            ) from error


@contextmanager
def _alone_on_data_folder() -> Iterator[None]:
    """Hold the data folder: two portals on one would share an SQLite file, a broker and a beat schedule."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "portal.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(
                f"A portal already runs on {folder}: stop it first, or set ETECH_DATA_DIR."
            ) from error
        yield


def _has_rows() -> bool:
    return apps.get_model("roadmap", "Theme")._default_manager.exists()


def _web_server(port: int) -> Program:
    options = ("--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4", "--graceful-timeout", "10")
    quiet = ("--no-control-socket", "--log-level", "warning")
    command = (sys.executable, "-m", "gunicorn", *options, *quiet, "etech_ai.wsgi:application")
    return Program("web server", command)


def _worker() -> Program:
    quiet = ("-W", "ignore:You're running the worker")  # on a machine of one's own, root is no news
    beat = ("--beat", "--schedule", str(Path(settings.DATA_DIR) / "celerybeat-schedule"))
    alone = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    queues = ",".join(["celery", *sorted(set(settings.JOB_QUEUES.values()))])
    options = ("--concurrency", "2", "--queues", queues, "--loglevel", "warning")
    return Program(
        "worker",
        (
            sys.executable,
            *quiet,
            "-m",
            "celery",
            "--quiet",
            "-A",
            "etech_ai",
            "worker",
            *beat,
            *alone,
            *options,
        ),
    )


def _answers(port: int) -> bool:
    """Whether a page comes back: the port is open long before the first worker has loaded the portal."""
    asking = HTTPConnection(HOST, port, timeout=0.5)
    try:
        asking.request("GET", "/healthz")
        return bool(asking.getresponse().status)
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()
