"""Short functions, short files: measured, so that it never becomes an argument."""

import ast
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["etech_ai", "people", "catalog", "compliance", "usecases", "approvals", "roadmap"]
FILES = [p for name in PACKAGES for p in (ROOT / name).rglob("*.py") if "migrations" not in p.parts]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _functions() -> dict[str, int]:
    found = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[f"{path.relative_to(ROOT)}:{node.name}:{node.lineno}"] = (
                    node.end_lineno - node.lineno + 1
                )
    return found


def test_no_file_is_over_400_lines_and_nine_in_ten_are_under_250():
    sizes = [_lines(path) for path in FILES]

    assert [str(p.relative_to(ROOT)) for p in FILES if _lines(p) > 400] == []
    assert quantiles(sizes, n=10)[-1] <= 250


def test_functions_are_short():
    sizes = _functions()

    assert median(sizes.values()) <= 9
    assert quantiles(sizes.values(), n=10)[-1] <= 30
    assert {name: size for name, size in sizes.items() if size > 60} == {}


def test_no_import_hides_inside_a_function():
    hidden = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                hidden += [f"{path.relative_to(ROOT)}:{n.lineno}" for n in ast.walk(node)
                           if isinstance(n, ast.Import | ast.ImportFrom)]  # fmt: skip

    assert hidden == []


def test_there_is_no_drawer_for_odds_and_ends():
    assert [str(p) for p in FILES if p.name in {"utils.py", "helpers.py", "misc.py", "common.py"}] == []
