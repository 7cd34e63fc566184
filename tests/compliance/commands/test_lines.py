import io
import json

import pytest
from django.core.management import call_command

from builders import compliance as build

pytestmark = pytest.mark.django_db
FREE = {"answers": {}}


def run(command, text, tmp_path):
    """(exit code, standard output, standard error) of a command on a file."""
    source, out, err = tmp_path / "lines.jsonl", io.StringIO(), io.StringIO()
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        call_command(command, str(source), stdout=out, stderr=err)
    except SystemExit as stop:
        return stop.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def question(**more):
    return {
        "id": 1,
        "levels": ["internal"],
        "tool_class": "t1",
        "client_policy": "none",
        "evidence": [],
    } | more


def lines(*rows):
    return "\n".join(json.dumps(row) for row in rows)


@pytest.mark.parametrize("command", ["classify", "data_answer"])
@pytest.mark.parametrize(
    "bad", ['{"id": 1', "[]", '"x"', "12", "NaN", '{"id": NaN}', '{"answers": {}}', '{"id": 1}', "\xff"]
)
def test_a_line_that_is_no_question_ends_everything(command, bad, tmp_path):
    good = lines(question() | FREE)

    code, out, err = run(
        command, f"{good}\n{bad}\n".encode("latin-1" if bad == "\xff" else "utf-8"), tmp_path
    )

    assert (code, out) == (2, "")
    assert err.strip()


@pytest.mark.parametrize("key", ["id", "levels", "tool_class", "client_policy", "evidence"])
def test_data_answer_requires_each_key(key, tmp_path):
    row = question()
    del row[key]

    code, out, err = run("data_answer", lines(question(), row), tmp_path)

    assert (code, out) == (2, "")
    assert key in err
    assert "Ligne 2" in err


def test_a_file_that_is_not_there_ends_with_2(tmp_path):
    err = io.StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("classify", str(tmp_path / "absent"), stderr=err, stdout=io.StringIO())

    assert stop.value.code == 2
    assert "absent" in err.getvalue()


def test_answers_keep_their_order_and_blank_lines_are_skipped(tmp_path):
    text = f"\n{lines(question(id='é'))}\n\n{lines(question(id=2, levels=['secret']))}\n"

    code, out, _ = run("data_answer", text, tmp_path)

    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["é", 2]
    assert out.startswith('{"id":"é","ruleset_version":')


def test_a_separator_inside_a_string_does_not_cut_the_line(tmp_path):
    text = '{"id": "a\u2028b", "answers": {}}'

    code, out, _ = run("classify", text, tmp_path)

    assert code == 0
    assert json.loads(out.rstrip("\n"))["id"] == "a\u2028b"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"levels": ["nope"]}, "nope"),
        ({"tool_class": "t9"}, "t9"),
        ({"client_policy": "perhaps"}, "perhaps"),
        ({"evidence": ["magic"]}, "magic"),
        ({"region": "mars"}, "mars"),
        ({"plan": "absent", "tool_class": None}, "absent"),
        ({"client": "absent", "client_policy": None}, "absent"),
    ],
)
def test_something_unknown_is_named_on_its_line_and_the_others_are_answered(change, named, tmp_path):
    code, out, _ = run("data_answer", lines(question(), question(id=2) | change, question(id=3)), tmp_path)

    first, second, third = map(json.loads, out.splitlines())
    assert code == 1
    assert set(second) == {"id", "error"}
    assert named in second["error"]
    assert first["result"] == third["result"] == "allowed"


def test_classify_prints_the_shape(tmp_path):
    code, out, _ = run(
        "classify", lines({"id": 1, "answers": {}}, {"id": 2, "answers": {"nope": "x"}}), tmp_path
    )

    first, second = map(json.loads, out.splitlines())
    assert code == 1
    assert list(first) == [
        "id", "ruleset_version", "outcome", "article", "flags", "provisional", "pending_questions", "trace",
        "obligations",
    ]  # fmt: skip
    assert first["trace"]
    assert "nope" in second["error"]


def test_a_plan_brings_its_class_region_and_proofs(house, tmp_path):
    build.plan_of_class(house, "Claude", *build.CLASS_T2, "transfer_ok")
    asked = question(levels=["personal"], plan="claude-standard", evidence=["legal_basis"])
    del asked["tool_class"]

    code, out, _ = run("data_answer", lines(asked, asked | {"region": "unknown"}), tmp_path)

    known, elsewhere = map(json.loads, out.splitlines())
    assert code == 0
    assert known["result"] == "allowed"
    assert elsewhere["result"] == "forbidden"


def test_a_client_brings_its_policy_clauses_and_consent(house, tmp_path):
    plan = build.plan_of_class(house, "Claude", *build.CLASS_T2)
    build.accept_ai(house)
    build.add_clause(house, "certification", "HDS", reference="C-1")
    asked = question(levels=["client_confidential"], plan=plan.slug, client=house.client.slug,
                     evidence=["secrets_scan", "licence_ok"])  # fmt: skip
    del asked["tool_class"], asked["client_policy"]

    before = json.loads(run("data_answer", lines(asked), tmp_path)[1])
    build.consent_to(house, plan)
    after = json.loads(run("data_answer", lines(asked), tmp_path)[1])

    assert before["missing"] == ["client_consent", "trusted_hosting"]
    assert after["missing"] == ["trusted_hosting"]
    assert "C-1" in [step["rule"] for step in after["trace"]]


def test_both_a_plan_and_a_class_say_two_things(house, tmp_path):
    code, out, _ = run("data_answer", lines(question(plan="copilot-business")), tmp_path)

    assert code == 1
    assert "plan" in json.loads(out)["error"]


def test_standard_input_is_read_for_a_dash(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines(question()).encode())))
    out = io.StringIO()

    call_command("data_answer", "-", stdout=out)

    assert json.loads(out.getvalue())["result"] == "allowed"
