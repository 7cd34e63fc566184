"""Where it plays: PostgreSQL, Redis, databases, and gunicorns of both projects. All of it ends with us.

What is expensive is made when first asked for, and kept: `portal(use_cases=10_000)` twice is one server.
"""

import base64
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "servers")]  # the cluster and the children are those of the tests
import broker  # noqa: E402
import postgres  # noqa: E402
from children import child, free_port  # noqa: E402

from benchmarks.visitor import Unexpected, Visitor  # noqa: E402

WORKERS = ("-w", "2", "-k", "sync", "--no-control-socket", "--log-level", "warning")
PORTAL, FLOOR = "etech_ai.wsgi:application", "benchmarks.floor:application"
BEHIND_TLS = {"X-Forwarded-Proto": "https"}  # what the proxy before the portal says


@dataclass
class Site:
    """A running server and what its builder told: cookies, addresses, rows to work on."""

    port: int
    database_url: str
    environment: dict[str, str]
    told: dict[str, Any]
    workers: Callable[[], list[int]]
    used: dict[str, int] = field(default_factory=dict)

    def visitor(self, cookie: str = "cookie") -> Visitor:
        return Visitor(self.port, self.told[cookie], BEHIND_TLS)

    def take(self, name: str, how_many: int = 1) -> list[Any]:
        """Rows of that name that no one took yet (a request is approved once)."""
        start = self.used.get(name, 0)
        self.used[name] = start + how_many
        rows = self.told[name][start : start + how_many]
        if len(rows) < how_many:
            raise Unexpected(f"no {name} left: the builder made {len(self.told[name])}")
        return rows


class Stage:
    """Built by `stage()`; everything it starts stops when that block ends."""

    def __init__(
        self, folder: Path, cluster: str, redis: str, ending: ExitStack, say: Callable[[str], None]
    ) -> None:
        self._folder, self._cluster, self._ending, self.say = folder, cluster.rpartition("/")[0], ending, say
        data = folder / "data"
        data.mkdir()
        self.portal_environment = _bare_environment() | {
            "ETECH_PRODUCTION": "1",
            "REDIS_URL": redis,
            "ETECH_HOSTS": "127.0.0.1",
            "ETECH_BASE_URL": "https://127.0.0.1",
            "ETECH_TRUSTED_PROXIES": "1",
            "ETECH_DATA_DIR": str(data),
            "ETECH_SECRET_KEY": secrets.token_urlsafe(50),
            "ETECH_CREDENTIAL_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "ETECH_SEAL_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        self.portal = cache(self.portal)  # type: ignore[method-assign]
        self.floor = cache(self.floor)  # type: ignore[method-assign]
        self._furnished = cache(self._furnished)  # type: ignore[method-assign]

    def portal(self, *, use_cases: int, requests: int = 0, events: int = 0) -> Site:
        """Our portal with so many use cases, requests that wait and further events in its trail."""
        url = self.portal_database(use_cases=use_cases, requests=requests, events=events)
        told = self._told | self._last
        return self._serve(PORTAL, self.portal_environment | {"DATABASE_URL": url}, told)

    def portal_with_rules(self, *, use_cases: int, clauses: int, plans: int) -> Site:
        """The portal with so many clauses of clients and plans of tools."""
        url = self.portal_database(use_cases=use_cases)
        told = self._told | self._last
        told |= self.ask_portal("benchmarks.fill", "rules", str(clauses), str(plans), database_url=url)
        return self._serve(PORTAL, self.portal_environment | {"DATABASE_URL": url}, told)

    def portal_database(self, *, use_cases: int, requests: int = 0, events: int = 0) -> str:
        """Its database alone."""
        name = f"portal_{use_cases}_{requests}_{events}"
        self.say(f"filling {name}")
        furnished = self._furnished()
        self._create(name, template=furnished.rpartition("/")[2])
        url = f"{self._cluster}/{name}"
        sizes = (str(use_cases), str(requests), str(events))
        self._last = self.ask_portal("benchmarks.fill", "rows", *sizes, database_url=url)
        return url

    def floor(self, *, rows: int, requests: int = 0) -> Site:
        """The floor with as many items and requests."""
        name = f"floor_{rows}_{requests}"
        self.say(f"filling {name}")
        self._create(name)
        environment = _bare_environment() | {"DATABASE_URL": f"{self._cluster}/{name}"}
        told = _printed("benchmarks.floor", str(rows), str(requests), "25", environment=environment)
        return self._serve(FLOOR, environment, told)

    def ask_portal(self, module: str, *arguments: str, database_url: str) -> Any:
        """What a module of ours prints as JSON, run under the portal's production settings."""
        return _printed(
            module, *arguments, environment=self.portal_environment | {"DATABASE_URL": database_url}
        )

    @contextmanager
    def started(self, site: Site, application: str) -> Iterator[Visitor]:
        """A second, cold server on the same database: how long it takes is the caller's business."""
        port = free_port()
        with self._gunicorn(application, site.environment, port):
            yield Visitor(port, site.told["cookie"], BEHIND_TLS)

    def server_version(self) -> str:
        with psycopg.connect(f"{self._cluster}/postgres") as connection:
            return f"PostgreSQL {connection.info.server_version // 10000}"

    def _furnished(self) -> str:
        """A database with the schema and the cast, from which the sized ones are copied."""
        self._create("portal_template")
        url = f"{self._cluster}/portal_template"
        self._collect_static()
        self._told = self.ask_portal("benchmarks.fill", "house", database_url=url)
        return url

    def _collect_static(self) -> None:
        """The real manifest, without the compressed twins of each file, which no page looks for."""
        environment = self.portal_environment | {"DJANGO_SETTINGS_MODULE": "benchmarks.collecting"}
        _run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], environment)

    def _serve(self, application: str, environment: dict[str, str], told: dict[str, Any]) -> Site:
        port = free_port()
        self._ending.enter_context(self._gunicorn(application, environment, port, wait=True))
        site = Site(port, environment["DATABASE_URL"], environment, told, lambda: _workers_on(port))
        return site

    @contextmanager
    def _gunicorn(
        self, application: str, environment: dict[str, str], port: int, wait: bool = False
    ) -> Iterator[None]:
        command = [sys.executable, "-m", "gunicorn", *WORKERS, "--bind", f"127.0.0.1:{port}", application]
        log = self._folder / f"gunicorn-{port}.log"
        with child(
            command, log=log, ending=signal.SIGTERM, is_up=lambda: not wait or _answers(port),
            cwd=ROOT, env=environment,
        ):  # fmt: skip
            yield

    def _create(self, name: str, template: str = "template0") -> None:
        with psycopg.connect(f"{self._cluster}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]


@contextmanager
def stage(say: Callable[[str], None]) -> Iterator[Stage]:
    """A stage in a temporary folder. Ctrl-C and SIGTERM tear it down like the end of the block does."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="etech-bench-"))
    folder.chmod(0o755)
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
        cluster = ending.enter_context(postgres.running(folder))
        redis = ending.enter_context(broker.running(folder))
        yield Stage(folder, cluster, redis, ending, say)


def time_to_first_page(on: Stage, site: Site, application: str, path: str) -> float:
    """Seconds from starting the server to the end of its first page, for somebody signed in."""
    start = perf_counter()
    with on.started(site, application) as visitor:
        while True:
            try:
                visitor.get(path)
            except OSError:
                if perf_counter() - start > 60:
                    raise
            else:
                return perf_counter() - start


def _bare_environment() -> dict[str, str]:
    """Ours, without what would point the portal or PostgreSQL elsewhere."""
    unwanted = ("PG", "ETECH_", "DATABASE_URL", "REDIS_URL", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}


def _printed(module: str, *arguments: str, environment: dict[str, str]) -> Any:
    return json.loads(_run([sys.executable, "-m", module, *arguments], environment).splitlines()[-1])


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Unexpected(f"{' '.join(command)} failed:\n{done.stderr[-4000:]}")
    return done.stdout


def _answers(port: int) -> bool:
    try:
        Visitor(port, "").get("/no-such-page")
    except Unexpected:
        return True
    except OSError:
        return False
    return True


def _workers_on(port: int) -> list[int]:
    """The worker processes of the gunicorn on this port: the children of its master."""
    mark = f"127.0.0.1:{port}".encode()
    found = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                if mark in (place / "cmdline").read_bytes().split(b"\0"):
                    found[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:  # it ended meanwhile
                continue
    return [pid for pid, parent in found.items() if parent in found]
