"""docs/operations.md names every variable that the product reads, and no other."""

import re

from django.conf import settings

VARIABLE = re.compile(r"\b(ETECH_[A-Z_]+|DATABASE_URL|REDIS_URL)\b")
READERS = ("etech_ai/settings.py", "etech_ai/keys.py", "etech_ai/management/commands/portal.py", "dev")
ELSEWHERE = {
    "ETECH_ADMIN_PASSWORD",  # people/management/commands/create_admin.py
    "ETECH_CHROMIUM",  # tests/browser/conftest.py
    "ETECH_PG_BIN",  # tests/servers/postgres.py
}


def test_every_variable_is_in_the_handbook() -> None:
    read = set().union(*(_variables(path) for path in READERS))
    assert read - _variables("docs/operations.md") == set()


def test_the_handbook_names_no_variable_that_nobody_reads() -> None:
    read = set().union(ELSEWHERE, *(_variables(path) for path in READERS))
    assert _variables("docs/operations.md") - read == set()


def _variables(path: str) -> set[str]:
    return set(VARIABLE.findall((settings.BASE_DIR / path).read_text(encoding="utf-8")))
