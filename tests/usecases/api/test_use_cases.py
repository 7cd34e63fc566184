import pytest

from builders.api import Caller
from builders.clock import NOW, TODAY
from builders.usecases import a_use_case
from usecases.services import obligations

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_a_sheet_shows_the_classification_and_the_obligations(house):
    use_case = a_use_case(house, "transparency", client=house.client, project=house.project)
    obligations.mark(
        use_case, obligation="ob_art4_literacy", state="done", note="Session du 3", due_on=None,
        by=house.ana, today=TODAY,
    )  # fmt: skip

    sheet = Caller(house.ana).get(f"use-cases/{use_case.reference}/").json()

    assert sheet["outcome"] == sheet["classification"]["outcome"] == "transparency"
    assert sheet["client"] == {"slug": house.client.slug, "name": house.client.name}
    assert sheet["classification"]["trace"][0]["because"]
    literacy = next(row for row in sheet["obligations"] if row["id"] == "ob_art4_literacy")
    assert (literacy["state"], literacy["note"]) == ("done", "Session du 3")
    assert literacy["in_force"] is True


def test_a_draft_has_no_result(house):
    use_case = a_use_case(house, "")

    sheet = Caller(house.zoe).get(f"use-cases/{use_case.reference}/").json()

    assert (sheet["status"], sheet["outcome"], sheet["classification"]) == ("draft", None, None)
    assert sheet["obligations"] == []


def test_a_client_s_use_is_nothing_to_a_stranger(house):
    use_case = a_use_case(house, client=house.client)
    caller = Caller(house.zoe)

    hidden = caller.get(f"use-cases/{use_case.reference}/")
    absent = caller.get("use-cases/UC-999/")

    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert house.client.name not in caller.get("use-cases/").content.decode()
    assert caller.get("use-cases/", {"client": house.client.slug}).content == caller.get(
        "use-cases/", {"client": "banque-zeta"}
    ).content.replace(b"banque-zeta", house.client.slug.encode())


@pytest.mark.parametrize(
    ("params", "titles"),
    [
        ({"ordering": "title"}, ["Aide au tri", "Brouillon", "Revue de code"]),
        ({"q": "tri"}, ["Aide au tri"]),
        ({"outcome": ["high_risk", "undetermined"], "ordering": "title"}, ["Aide au tri", "Brouillon"]),
        ({"status": "draft"}, ["Brouillon"]),
        ({"level": "internal", "ordering": "number", "limit": 1}, ["Revue de code"]),
        ({"level": "personal"}, []),
        ({"mine": "true", "ordering": "-title"}, ["Revue de code", "Brouillon"]),
        ({"to_review": "true"}, []),
    ],
)
def test_use_cases_are_filtered_and_ordered(house, params, titles):
    a_use_case(house)
    a_use_case(house, "high_risk", by=house.cho, title="Aide au tri")
    a_use_case(house, "", title="Brouillon")

    assert [row["title"] for row in Caller(house.ana).rows("use-cases/", **params)] == titles


def test_the_list_takes_as_many_statements_for_many_rows(house, assert_flat_queries):
    caller = Caller(house.ana)
    a_use_case(house, client=house.client, plans=[house.plan])

    assert_flat_queries(
        get=lambda: caller.get("use-cases/"),
        add_rows=lambda: [
            a_use_case(house, title=f"Usage {n}", client=house.client, plans=[house.plan]) for n in range(3)
        ],
    )
