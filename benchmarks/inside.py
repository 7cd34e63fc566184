"""What is measured inside a process of the portal, under its production settings; prints JSON.

python -m benchmarks.inside statements COOKIE PATH [part]     SQL statements of one page
python -m benchmarks.inside rules                             seconds of one classification, one data answer
python -m benchmarks.inside replay NUMBER                     seconds of a replay, of the bare engine; memory
python -m benchmarks.inside screening                         seconds to screen 100 kB, and 1 MB
python -m benchmarks.inside verification ROUNDS               seconds to verify, seconds to read and hash
python -m benchmarks.inside peak                              bytes of memory that a verification takes on top
python -m benchmarks.inside chain                             events, and what is wrong with the chain
"""

import hashlib
import json
import os
import resource
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etech_ai.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.measuring import interleaved  # noqa: E402
from builders.golden import load_cases  # noqa: E402
from builders.usecases import ANSWERS, stored  # noqa: E402
from compliance.ai_act.engine import classify  # noqa: E402
from compliance.ai_act.jsonl import classify_line  # noqa: E402
from compliance.ai_act.replay import Subject, replay  # noqa: E402
from compliance.ai_act.ruleset import load  # noqa: E402
from compliance.data_rules import answer_line  # noqa: E402
from compliance.screening.engine import screen  # noqa: E402
from compliance.services import rules  # noqa: E402
from etech_ai.audit import chain  # noqa: E402
from etech_ai.audit.models import Event  # noqa: E402


def statements(cookie: str, path: str, part: str = "") -> list[str]:
    """The statements of a page that was asked for before: what only a first request does is left out."""
    told = {"X-Forwarded-Proto": "https", **({"HX-Request": "true"} if part else {})}
    visitor = Client(headers=told, SERVER_NAME="127.0.0.1")
    visitor.cookies["sessionid"] = cookie.partition("=")[2]
    visitor.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = visitor.get(path)
    assert response.status_code == 200, response
    return [query["sql"] for query in captured.captured_queries]


def engines() -> dict[str, float]:
    """Median seconds of one object through each command's own function, over all kinds of answers."""
    lines = [{"id": name, "answers": stored(name)} for name in ANSWERS]
    assert all("error" not in classify_line(rules.ai_act(), line) for line in lines)
    asked = [_question(case) for case in load_cases("data")][:40]
    acts: dict[str, Callable[[], object]] = {
        "classify": lambda: [classify_line(rules.ai_act(), line) for line in lines],
        "data_answer": lambda: [answer_line(rules.vocabulary(), line) for line in asked],
    }
    sizes = {"classify": len(lines), "data_answer": len(asked)}
    return {name: took / sizes[name] for name, took in interleaved(acts, rounds=30).items()}


def _question(case: dict[str, Any]) -> dict[str, Any]:
    ask = case["ask"]
    return {
        "id": "q", "levels": ask["levels"], "tool_class": ask["tool_class"], "client_policy": ask["client"],
        "evidence": list(case.get("evidence", ())), "region": case.get("region"),
    }  # fmt: skip


def replaying(size: str) -> dict[str, float]:
    """Seconds to replay that many uses between two rulesets, and to classify the same answers, nothing more;
    the memory that each tenth and the whole take on top."""
    before, after, number = load("2024.7.0"), rules.ai_act(), int(size)
    took = interleaved(
        {
            "ours": lambda: sum(1 for _ in replay(_uses(number), before=before, after=after)),
            "floor": lambda: sum(1 for use in _uses(number) if classify(after, use.answers)),
        },
        rounds=3,
    )
    sizes = {"tenth": number // 10, "whole": number}
    return took | {name: _memory(replay(_uses(n), before=before, after=after)) for name, n in sizes.items()}


def _uses(number: int) -> Iterator[Subject]:
    kinds = [stored(name) for name in ANSWERS]
    return (Subject(n, kinds[n % len(kinds)]) for n in range(number))


def _memory(rows: Iterator[object]) -> float:
    tracemalloc.start()
    for _row in rows:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return float(peak)


PASTED = """Bonjour, le compte rendu de mardi est prêt ; appelez le 06 12 34 56 78 si besoin.
def total(prices): return sum(price for price in prices if price > 0)
password = "hunter2Zx!9"
Version 2.14.0 du 24 novembre 2026, commande 2026-118, lot 123e4567-e89b-12d3-a456-426614174000.
"""


def screening() -> dict[str, float]:
    """Seconds to screen 100 kB of prose and code, and ten times as much."""
    small = (PASTED * 400)[:100_000]
    return interleaved({"small": lambda: screen(small), "large": lambda: screen(small * 10)}, rounds=3)


def verification(rounds: str) -> dict[str, float]:
    """Our reading of the whole chain, and the same rows read in the same order and hashed, nothing more."""
    return interleaved({"ours": _verify, "floor": _read_and_hash}, rounds=int(rounds))


def _verify() -> None:
    found = chain.verify()
    assert found.ok, found


def _read_and_hash() -> str:
    digest = ""
    for row in Event.objects.order_by("position").values_list().iterator(chunk_size=2000):
        digest = hashlib.sha256(f"{digest}{row}".encode()).hexdigest()
    return digest


def peak() -> int:
    """How much the process grew while it verified: flat memory does not follow the number of events."""
    Event.objects.first()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _verify()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024


def state_of_chain() -> dict[str, Any]:
    found = chain.verify()
    return {"events": found.count, "problem": found.problem}


def first_events(name: str) -> int:
    return Event.objects.filter(name=name).count()


ACTS: dict[str, Callable[..., Any]] = {
    "statements": statements,
    "rules": engines,
    "replay": replaying,
    "screening": screening,
    "verification": verification,
    "peak": peak,
    "chain": state_of_chain,
    "events": first_events,
}

if __name__ == "__main__":
    print(json.dumps(ACTS[sys.argv[1]](*sys.argv[2:])))
