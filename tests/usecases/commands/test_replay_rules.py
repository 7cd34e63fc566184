import io
import json

import pytest
from django.core.management import call_command

from builders.usecases import a_use_case


def told(version):
    out = io.StringIO()
    call_command("replay_rules", version, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_changed_use_is_a_line_and_the_last_one_counts(house):
    hiring = a_use_case(house, "high_risk")
    a_use_case(house, "minimal", title="Relire du code")

    changed, counts = told("2024.7.0")

    assert changed["use_case"] == hiring.reference
    assert {"before": "2027-12-02", "after": "2026-08-02"}.items() <= changed["dates"][0].items()
    assert counts == {"changed": 1, "unchanged": 1, "refused": 0}


def test_an_unknown_version_ends_with_two_and_says_which_exist(db, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("replay_rules", "1.0")

    assert ended.value.code == 2
    assert "2024.7.0" in capsys.readouterr().err
