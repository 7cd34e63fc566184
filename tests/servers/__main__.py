"""`python tests/servers COMMAND…`: run a command with a PostgreSQL and a Redis of its own, then remove both.

The command finds them in DATABASE_URL and REDIS_URL; its exit code is ours, and nothing is printed after it.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import broker
import postgres


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="etech-servers-"))
    folder.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database_url = stack.enter_context(postgres.running(folder))
        redis_url = stack.enter_context(broker.running(folder))
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.call(command, env={**clean, "DATABASE_URL": database_url, "REDIS_URL": redis_url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
