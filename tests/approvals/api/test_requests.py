import pytest

from approvals.services import requests
from approvals.workflow import Kind
from builders.api import Caller
from builders.clock import NOW, TODAY
from builders.requests import a_request, approve, sent
from people.services import projects

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_a_request_shows_its_steps_and_its_thread(house):
    request = a_request(house)
    requests.comment(request, text="Est-ce urgent ?", by=house.cho, now=NOW)

    sheet = Caller(house.ana).get(f"requests/{request.reference}/").json()

    assert (sheet["state"], sheet["kind"]) == ("waiting", "licence")
    assert sheet["plan"]["tool"]["slug"] == house.tool.slug
    assert sheet["current_step"]["role"] == sheet["steps"][0]["role"]
    assert sheet["comments"][0]["author"]["name"] == "Cho Chan"


def test_a_closed_request_tells_who_decided(house):
    request = approve(house, a_request(house))

    sheet = Caller(house.ana).get(f"requests/{request.reference}/").json()

    assert sheet["state"] == "approved"
    assert sheet["steps"][0]["decision"]
    assert sheet["steps"][0]["decided_by"]["name"]


def test_a_project_shows_to_whoever_may_know_it(house):
    sent(house, Kind.DATA_EXCEPTION, project=house.project, data_levels=("confidential",), ends_on=TODAY)
    known = {"slug": house.client.slug, "name": house.client.name}
    ana = Caller(house.ana)
    assert ana.rows("requests/")[0]["client"] == Caller(house.dan).rows("requests/")[0]["client"] == known

    projects.remove_everywhere(house.ana, by=house.adi, today=TODAY)

    line = ana.rows("requests/")[0]
    assert (line["project"], line["client"]) == (None, None)
    assert house.client.name not in ana.get(f"requests/{line['reference']}/").content.decode()


def test_requests_are_filtered(house):
    request = a_request(house)
    cho, ana = Caller(house.cho), Caller(house.ana)

    def references(caller, **params):
        return [row["reference"] for row in caller.rows("requests/", **params)]

    assert references(cho, to_decide="true") == [request.reference]
    assert references(cho, mine="true") == []
    assert references(ana, mine="true") == [request.reference]
    assert references(ana, to_decide="true") == []
    assert references(ana, state="approved") == []
    assert references(ana, kind="licence", plan=house.plan.slug) == [request.reference]


def test_references_are_ordered_by_their_numbers(house):
    first = a_request(house)
    second = a_request(house, by=house.cho)

    listed = [row["reference"] for row in Caller(house.ida).rows("requests/", ordering="reference")]

    assert listed == [first.reference, second.reference]


def test_the_list_takes_as_many_statements_for_many_rows(house, assert_flat_queries):
    a_request(house)
    caller = Caller(house.ida)

    assert_flat_queries(
        get=lambda: caller.get("requests/"),
        add_rows=lambda: [a_request(house, by=person) for person in (house.cho, house.zoe)],
    )
