"""Write the AI Act as first published (2024/1689) from the amended ruleset (2026/1744).

    python scripts/first_published_act.py            writes compliance/rulesets/ai_act/2024.7.0.yaml

Only what the amended file records is undone: the dates that moved, the two bans of 2026, the grace period of
Art. 111(4), machinery's place in Annex I. Where the file records a change of wording without the first
wording, the amended text stays and `uncertain` says so. A test holds the shipped file to this derivation.
"""

import re
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "compliance" / "rulesets" / "ai_act"
AMENDED, FIRST = "2026.11.0", "2024.7.0"
ADDED_BLOCKS = ("t_new_bans", "t_art50_2_grace_end", "p_ba", "p_bb")
ADDED_LINES = (
    "amended_by:", "original_date:", "grace:", "grace_until:", 'note: "Points (ba) and (bb)', "- {id: ba,",
    "- {id: bb,", '- {point: 21, act: "Regulation (EU) 2023/1230"',
)  # fmt: skip
REPLACED = (
    ('ruleset_version: "2026.11.0"', 'ruleset_version: "2024.7.0"'),
    ('as_of: "2026-11-22"', 'as_of: "2024-07-12"'),
    ('"2027-12-02"', '"2026-08-02"'),
    ('"2028-08-02"', '"2027-08-02"'),
    ("Art. 113(c)(i) as amended", "Art. 113, 2nd para."),
    ("Art. 113(c)(ii) as amended", "Art. 113(c)"),
    ('"Art. 50(2), 111(4)"', '"Art. 50(2)"'),
    (', status: "deleted by Reg. (EU) 2026/1744"', ""),
    ("Section A : jouets", "Section A : machines, jouets"),
    ("Section B : machines, véhicules", "Section B : véhicules"),
    ("Section A: toys", "Section A: machinery, toys"),
    ("Section B: machinery, vehicles", "Section B: vehicles"),
    ("Ni consentement (sauf ba),", "Ni consentement,"),
    ("Neither consent (except under ba), disclosure", "Neither consent, disclosure"),
)
COUNT_NOTE = '  count_note: "Art. 5(1) as first published has eight lettered points, a to h."'
HEADER = "# Regulation (EU) 2024/1689 (AI Act) as data, as first published (OJ L, 2024/1689, 12.7.2024).\n"
UNCERTAIN = """\
    - id: u_first_wording
      topic: "Articles whose wording changed in 2026"
      text: >-
        This ruleset undoes the dates and additions that the amended ruleset records. Where only the change
        of wording is recorded (Art. 3(14), 4, 4a, 25(2), 25(4), 27, 99, articles cited here "as amended"),
        the amended text stays: read the 2024 Official Journal before relying on it.
      confidence: low
      src: [S_2024]
"""


def derive(amended: str) -> str:
    """The text of the first ruleset. Raises ValueError when the amended one no longer has what is undone."""
    text = _without_section(amended, "digital_omnibus")
    for name in ADDED_BLOCKS:
        text = _without_block(text, name)
    kept = [line for line in text.splitlines() if not line.strip().startswith(ADDED_LINES)]
    text = "\n".join(COUNT_NOTE if "count_note:" in line else line for line in kept) + "\n"
    for old, new in REPLACED:
        text = _once_or_more(text, old, new)
    text = text.replace("  uncertain:\n", f"  uncertain:\n{UNCERTAIN}", 1)
    return HEADER + text.partition("\n")[2]


def _without_section(text: str, name: str) -> str:
    return _cut(text, rf"^{name}:\n(?:(?: .*)?\n)+", name)


def _without_block(text: str, name: str) -> str:
    """Without the list item of that id: its first line, and the deeper ones that follow."""
    return _cut(text, rf"^( *)- id: {name}\n(?:\1  .*\n)*", name)


def _cut(text: str, pattern: str, name: str) -> str:
    cut, count = re.subn(pattern, "", text, flags=re.MULTILINE)
    if count != 1:
        raise ValueError(f"{name} stands {count} times in the amended ruleset")
    return cut


def _once_or_more(text: str, old: str, new: str) -> str:
    if old not in text:
        raise ValueError(f"the amended ruleset does not say {old!r}")
    return text.replace(old, new)


def main(write: Callable[[str], object] = (FOLDER / f"{FIRST}.yaml").write_text) -> None:
    write(derive((FOLDER / f"{AMENDED}.yaml").read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
