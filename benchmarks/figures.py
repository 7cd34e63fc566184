"""The figures: what each measures, and its target. Every one returns lines of the table."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from benchmarks.measuring import Line, interleaved, mb, ms, number, ratio
from benchmarks.stage import FLOOR, PORTAL, Site, Stage, time_to_first_page
from benchmarks.visitor import HTMX

LIST = "/cas-usage/"
FILTERED = f"{LIST}?resultat=minimal"
NEW = "/cas-usage/nouveau/"
WRITERS = 16
# What people type: a word of many rows, one of some, two words, a number, a part of a word, nothing there.
SEARCHES = ("revue", "journaux", "tri+courrier", "1234", "enerat", "introuvable")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much data, how many rounds."""

    small: int = 1_000
    middle: int = 10_000
    large: int = 100_000
    events: int = 1_000_000
    verified: int = 100_000
    requests: int = 1_600
    rounds: int = 40
    starts: int = 5
    decisions: int = 380  # a dossier of some sixty pages
    prints: int = 3

    @classmethod
    def quick(cls) -> "Sizes":
        return cls(small=500, middle=2_000, large=10_000, events=20_000, verified=10_000, requests=400,
                   rounds=12, starts=2, decisions=150, prints=1)  # fmt: skip


def register(on: Stage, sizes: Sizes) -> list[Line]:
    ours, floor = _portal(on, sizes), _floor(on, sizes)
    mine, theirs = ours.visitor(), floor.visitor()
    took = interleaved({"ours": lambda: mine.get(LIST), "floor": lambda: theirs.get("/")}, sizes.rounds, 3)
    return [
        ratio("register page", 2.0, took["ours"], took["floor"], ms),
        _statements(on, "register page, SQL statements", ours, LIST),
    ]


def part(on: Stage, sizes: Sizes) -> list[Line]:
    ours, floor = _portal(on, sizes), _floor(on, sizes)
    mine, theirs = ours.visitor(), floor.visitor()
    acts = {"ours": lambda: mine.get(FILTERED, HTMX), "floor": lambda: theirs.get("/")}
    took = interleaved(acts, sizes.rounds, 3)
    size = len(mine.get(FILTERED, HTMX))
    return [
        ratio("htmx part after a filter", 1.3, took["ours"], took["floor"], ms),
        Line("htmx part, size", size / 1000, 30, "kB"),
    ]


def growth(on: Stage, sizes: Sizes) -> list[Line]:
    few = on.portal(use_cases=sizes.small).visitor()
    many = on.portal(use_cases=sizes.large).visitor()
    acts = {
        "page, few": lambda: few.get(LIST),
        "page, many": lambda: many.get(LIST),
        "part, few": lambda: few.get(FILTERED, HTMX),
        "part, many": lambda: many.get(FILTERED, HTMX),
    }
    took = interleaved(acts, sizes.rounds, 3)
    size = f"{sizes.small:,} → {sizes.large:,} rows"
    return [
        ratio(f"growth of the page, {size}", 1.25, took["page, many"], took["page, few"], ms),
        ratio(f"growth of the part, {size}", 1.25, took["part, many"], took["part, few"], ms),
    ]


def search(on: Stage, sizes: Sizes) -> list[Line]:
    """The part that the search field asks for, against the floor's page of the same words."""
    mine = on.portal(use_cases=sizes.large).visitor()
    theirs = on.floor(rows=sizes.large).visitor()
    ours, floor = [], []
    for words in SEARCHES:
        acts = {
            "ours": lambda words=words: mine.get(f"{LIST}?q={words}", HTMX),
            "floor": lambda words=words: theirs.get(f"/?q={words}"),
        }
        took = interleaved(acts, max(sizes.rounds // 4, 5), 2)
        ours.append(took["ours"])
        floor.append(took["floor"])
    average = ratio(
        f"text search in {sizes.large:,}", 1.5, sum(ours) / len(ours), sum(floor) / len(floor), ms
    )
    worst = max(zip(ours, floor, SEARCHES, strict=True), key=lambda one: one[0] / one[1])
    return [
        average,
        ratio(f"text search, worst of {len(ours)} (« {worst[2]} »)", 1.5, worst[0], worst[1], ms),
    ]


def sheet(on: Stage, sizes: Sizes) -> list[Line]:
    ours, floor = _portal(on, sizes), _floor(on, sizes)
    mine, theirs = ours.visitor(), floor.visitor()
    own, their = ours.told["sheet"], f"/items/{floor.told['item']}/"
    took = interleaved({"ours": lambda: mine.get(own), "floor": lambda: theirs.get(their)}, sizes.rounds, 3)
    return [
        ratio("sheet with its last 20 trail rows", 2.5, took["ours"], took["floor"], ms),
        _statements(on, "sheet, SQL statements", ours, own),
    ]


def create(on: Stage, sizes: Sizes) -> list[Line]:
    ours, floor = _portal(on, sizes), _floor(on, sizes)
    long = on.portal(use_cases=sizes.middle, events=sizes.events)
    theirs, numbers = floor.visitor(), count(1)
    item = {"title": "Revue de code", "purpose": "Relire avant fusion.", "objective": "internal"}
    acts = {
        "ours": _declaring(ours),
        "floor": lambda: theirs.post("/new/", {**item, "title": f"Revue de code {next(numbers)}"}),
        "long": _declaring(long),
    }
    took = interleaved(acts, sizes.rounds, 3)
    return [
        ratio("create with its audit row", 2.5, took["ours"], took["floor"], ms),
        ratio(f"create at {sizes.events:,} events, of itself", 1.15, took["long"], took["ours"], ms),
    ]


def _declaring(site: Site) -> Callable[[], object]:
    visitor, numbers, plan = site.visitor(), count(1), str(site.told["plan"])
    form = {"purpose": "Relire avant fusion.", "objective": "internal", "plans": plan, "is_distinct": "on"}
    levels = {"data_levels": "internal"}
    return lambda: visitor.post(NEW, {"title": f"Revue de code {next(numbers)}", **form, **levels})


def approve(on: Stage, sizes: Sizes) -> list[Line]:
    ours, floor = _portal(on, sizes), _floor(on, sizes)
    before = on.ask_portal("benchmarks.inside", "events", "request.approved", database_url=ours.database_url)
    acts = {"ours": _approving(ours), "floor": _approving_floor(floor)}
    each = sizes.requests // 4 // (sizes.rounds + 1)
    took = interleaved(acts, sizes.rounds, max(each, 1))
    approved = (sizes.rounds + 1) * max(each, 1)
    rates: dict[str, list[float]] = {"ours": [], "floor": []}
    batch = sizes.requests // 2 // 4 // WRITERS
    for _ in range(4):
        for name, site, act in (("ours", ours, _approving), ("floor", floor, _approving_floor)):
            rates[name].append(_rate([act(site, batch) for _ in range(WRITERS)], batch))
    approved += 4 * batch * WRITERS
    ask = lambda *what: on.ask_portal("benchmarks.inside", *what, database_url=ours.database_url)  # noqa: E731
    unwritten = approved - (ask("events", "request.approved") - before)
    broken = ask("chain")["problem"]
    return [
        ratio("approve", 3.0, took["ours"], took["floor"], ms),
        _rates(median(rates["ours"]), median(rates["floor"])),
        Line(f"approvals without an event, of {approved:,}", unwritten, 0, ""),
        Line("faults of the chain afterwards", 1 if broken else 0, 0, "", ours=broken),
    ]


def _approving(site: Site, how_many: int = 0) -> Callable[[], object]:
    """One approval a call, by the champion; `how_many` rows are taken at once for a writer of many."""
    visitor = site.visitor("decider")
    taken = (
        iter(site.take("requests", how_many)) if how_many else iter(lambda: site.take("requests")[0], None)
    )

    def approve_next() -> None:
        address, step = next(taken)
        visitor.post(address, {"step": str(step), "move": "approve", "message": ""})

    return approve_next


def _approving_floor(site: Site, how_many: int = 0) -> Callable[[], object]:
    visitor, rows = site.visitor(), iter(site.take("requests", how_many)) if how_many else None
    return lambda: visitor.post(f"/approve/{next(rows) if rows else site.take('requests')[0]}/", {})


def _rate(writers: list[Callable[[], object]], each: int) -> float:
    """Writes a second of these writers at once."""

    def work(write: Callable[[], object]) -> None:
        for _ in range(each):
            write()

    start = perf_counter()
    with ThreadPoolExecutor(len(writers)) as pool:
        list(pool.map(work, writers))
    return len(writers) * each / (perf_counter() - start)


def _rates(ours: float, floor: float) -> Line:
    words = [f"{number(rate)} a second" for rate in (ours, floor)]
    return Line(
        f"{WRITERS} writers approving", ours / floor, 0.4, "× the floor's rate", *words, at_least=True
    )


def process(on: Stage, sizes: Sizes) -> list[Line]:
    ours, floor = _portal(on, sizes), _floor(on, sizes)
    starts: dict[str, list[float]] = {"ours": [], "floor": []}
    for _ in range(sizes.starts + 1):
        starts["ours"].append(time_to_first_page(on, ours, PORTAL, LIST))
        starts["floor"].append(time_to_first_page(on, floor, FLOOR, "/"))
    first = {name: median(found[1:]) for name, found in starts.items()}
    sizes_of = {"ours": _idle(ours, LIST, ours.told["sheet"]), "floor": _idle(floor, "/", "/items/1/")}
    return [
        ratio("start to first page", 1.6, first["ours"], first["floor"], ms),
        ratio("idle web worker, memory (PSS)", 1.8, sizes_of["ours"], sizes_of["floor"], mb),
    ]


def _idle(site: Site, *paths: str) -> float:
    """Bytes of one worker, proportional set size, after it served those pages and rests."""
    visitor = site.visitor()
    for _ in range(10):
        for path in paths:
            visitor.get(path)
    sleep(1)
    return median(_pss(pid) for pid in site.workers())


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def engines(on: Stage, sizes: Sizes) -> list[Line]:
    ours, floor = _portal(on, sizes), _floor(on, sizes)
    theirs = floor.visitor()
    page = interleaved({"floor": lambda: theirs.get("/")}, sizes.rounds, 3)["floor"]
    took = on.ask_portal("benchmarks.inside", "rules", database_url=ours.database_url)
    return [
        ratio("classify, of the floor's list page", 1 / 25, took["classify"], page, ms),
        ratio("data_answer, of the floor's list page", 1 / 50, took["data_answer"], page, ms),
    ]


def data_answers(on: Stage, sizes: Sizes) -> list[Line]:
    """The question asked of a house with many clauses and plans, by a program and by a person; tokens take
    turns, so that no call is throttled."""
    ours = on.portal_with_rules(use_cases=sizes.small, clauses=5_000, plans=500)
    mine, theirs = ours.visitor(), _floor(on, sizes).visitor()
    callers = cycle(ours.told["callers"])
    plan, client = ours.told["plan"], ours.told["client"]
    question = {"id": 1, "levels": ["client_confidential"], "plan": plan, "client": client, "evidence": []}
    page = f"/puis-je-envoyer/?level=client_confidential&plan={plan}&client={client}"
    acts = {
        "answer": lambda: mine.ask_api("/api/v1/data-answers/", question, next(callers)),
        "json": lambda: theirs.get("/items.json"),
        "part": lambda: mine.get(page, HTMX),
        "page": lambda: theirs.get("/"),
    }
    took = interleaved(acts, sizes.rounds, 3)
    return [
        ratio("data answer by API, of a JSON list", 1.5, took["answer"], took["json"], ms),
        ratio("data answer on the page, of the list page", 2.0, took["part"], took["page"], ms),
    ]


def replay(on: Stage, sizes: Sizes) -> list[Line]:
    """Two rulesets are read for one, so the bare engine alone is half of the work."""
    house = _portal(on, sizes).database_url
    took = on.ask_portal("benchmarks.inside", "replay", "10000", database_url=house)
    grown = (took["whole"] - took["tenth"]) / 1e6
    memory = Line(
        "memory of a replay, 1,000 → 10,000 uses", grown, 1, "MB more", mb(took["whole"]), mb(took["tenth"])
    )
    return [ratio("replay of 10,000 uses, of the bare engine", 3.0, took["ours"], took["floor"], ms), memory]


def rechecking(on: Stage, sizes: Sizes) -> list[Line]:
    """A plan in thirty has changed; then all of them, which leaves a row and an event for every approval."""
    house, number = on.portal_database(use_cases=0), f"{sizes.middle:,}"
    took = on.ask_portal("benchmarks.rechecking", str(sizes.middle), database_url=house)
    assert took["agrees"], took
    checked = f"{took['reopened']:,} reopened, brute force agrees"
    told = f"{took['by_hand']:.1f} s by hand"
    return [
        Line(f"reopening check of {number} approvals, a plan changed", took["sweep"], 5, "s", checked, told),
        ratio(
            f"reopening check of {number} approvals, of brute force", 0.2, took["sweep"], took["by_hand"], ms
        ),
        Line("reopening check, SQL statements", took["statements"], 40, ""),
        Line(
            f"reopening all of {number} approvals",
            took["all"],
            30,
            "s",
            f"{took['reopened_of_all']:,} reopened",
        ),
    ]


def screening(on: Stage, sizes: Sizes) -> list[Line]:
    took = on.ask_portal("benchmarks.inside", "screening", database_url=_portal(on, sizes).database_url)
    return [ratio("screening 1 MB, of 100 kB", 12.0, took["large"], took["small"], ms)]


def verification(on: Stage, sizes: Sizes) -> list[Line]:
    one = on.portal_database(use_cases=0, events=sizes.verified)
    ten = on.portal(use_cases=sizes.middle, events=sizes.events).database_url
    took = on.ask_portal("benchmarks.inside", "verification", "3", database_url=one)
    small, large = (on.ask_portal("benchmarks.inside", "peak", database_url=url) for url in (one, ten))
    size = f"{sizes.verified:,} → {sizes.events:,} events"
    return [
        ratio(f"verification of {sizes.verified:,} events", 2.0, took["ours"], took["floor"], ms),
        Line(f"memory of a verification, {size}", (large - small) / 1e6, 5, "MB more", mb(large), mb(small)),
    ]


def dossier(on: Stage, sizes: Sizes) -> list[Line]:
    """In a process of its own, as the worker's: the web never prints."""
    house = on.portal_database(use_cases=0)
    took = on.ask_portal("benchmarks.dossier", str(sizes.decisions), str(sizes.prints), database_url=house)
    return [ratio(f"dossier of {took['pages']} pages, in the worker", 1.25, took["ours"], took["floor"], ms)]


def _portal(on: Stage, sizes: Sizes) -> Site:
    return on.portal(use_cases=sizes.middle, requests=sizes.requests)


def _floor(on: Stage, sizes: Sizes) -> Site:
    return on.floor(rows=sizes.middle, requests=sizes.requests)


def _statements(on: Stage, figure: str, site: Site, path: str) -> Line:
    cookie = site.told["cookie"]
    found = on.ask_portal("benchmarks.inside", "statements", cookie, path, database_url=site.database_url)
    return Line(figure, len(found), 8, "")


FIGURES: dict[str, Callable[[Stage, Sizes], list[Line]]] = {
    "register": register,
    "part": part,
    "growth": growth,
    "search": search,
    "sheet": sheet,
    "create": create,
    "approve": approve,
    "process": process,
    "dossier": dossier,
    "engines": engines,
    "data answers": data_answers,
    "replay": replay,
    "rechecking": rechecking,
    "screening": screening,
    "verification": verification,
}

__all__ = ["FIGURES", "Sizes"]
