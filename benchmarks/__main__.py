"""`./dev bench [figure …] [--quick] [--markdown]`: measure, print the table.

A figure that misses its target is printed as missed and the exit code stays 0; it is 1 when something could
not be measured at all.
"""

import argparse
import os
import platform
import sys
import traceback
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.figures import FIGURES, Sizes
from benchmarks.measuring import Line, table
from benchmarks.quality import TABLES
from benchmarks.stage import stage

PACKAGES = ("Django", "gunicorn", "psycopg", "weasyprint")


def main(arguments: list[str]) -> int:
    chosen = _parsed(arguments)
    names = chosen.figure or [*FIGURES, *TABLES]
    figures = [name for name in names if name in FIGURES]
    failed = _measure(figures, quick=chosen.quick, markdown=chosen.markdown) if figures else []
    for name in names:
        if name in TABLES:
            print(f"\n{TABLES[name](markdown=chosen.markdown)}")
    if failed:
        say(f"could not be measured: {', '.join(failed)}")
    return 1 if failed else 0


def _measure(names: list[str], *, quick: bool, markdown: bool) -> list[str]:
    """Print the table of these figures; the names of those that could not be measured."""
    lines: list[Line] = []
    failed = []
    with stage(say) as on:
        print(_about(on.server_version(), quick=quick), flush=True)
        for name in names:
            say(f"measuring {name}")
            try:
                lines += FIGURES[name](on, Sizes.quick() if quick else Sizes())
            except Exception:  # the others can still be measured
                failed.append(name)
                traceback.print_exc()
    print(table(lines, markdown=markdown))
    return failed


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description="The portal's speed against its floor.")
    parser.add_argument(
        "figure",
        nargs="*",
        choices=[*FIGURES, *TABLES, []],
        metavar="figure",
        help=", ".join([*FIGURES, *TABLES]),
    )
    parser.add_argument("--quick", action="store_true", help="small data, few rounds: for work on the code")
    parser.add_argument(
        "--markdown", action="store_true", help="print the table as docs/performance.md has it"
    )
    return parser.parse_args(arguments)


def _about(server: str, *, quick: bool) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    size = "quick run: small data, figures only indicate" if quick else "full run"
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {size}\n"
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, "
        f"{server}, {packages}\n"
    )


def say(text: str) -> None:
    """Progress goes beside the table."""
    print(f"bench: {datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
