import pytest

from builders.api import Caller
from builders.clock import NOW, TODAY
from builders.compliance import plan_of_class
from builders.people import admitted
from catalog.models import SeatObservation
from catalog.services import plans, seats, subscriptions, tools

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def more_tools(house, count=3):
    for number in range(count):
        plan_of_class(house, f"Outil {number}")


def test_a_tool_shows_what_its_sheet_shows(house):
    tool = Caller(house.zoe).get(f"tools/{house.tool.slug}/").json()

    assert tool["name"] == house.tool.name
    assert tool["vendor"] == {"slug": house.vendor.slug, "name": house.vendor.name}
    assert tool["decision"] == house.tool.decision
    plan = tool["plans"][0]
    assert plan["slug"] == house.plan.slug
    assert plan["seats"] == {"held": 0, "ceiling": 2, "free": 2}
    assert plan["ask"] == {"allowed": True, "reason": None}


def test_what_one_holds_is_not_asked_for_again(house):
    seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    plan = Caller(house.ana).get(f"plans/{house.plan.slug}/").json()

    assert plan["ask"]["allowed"] is False
    assert plan["ask"]["reason"]
    assert plan["seats"]["free"] == 1


def test_what_the_house_pays_is_nowhere(house):
    subscriptions.add(
        house.plan, label="Négocié", price_minor=123457, currency="EUR", period="year", seat_ceiling=3,
        starts_on=TODAY, by=house.ida,
    )  # fmt: skip

    for path in ("plans/", "tools/", f"tools/{house.tool.slug}/", "seats/"):
        assert "123457" not in Caller(house.fin).get(path).content.decode()


def test_one_sees_one_s_own_seats_and_licences_everybody_s(house):
    for person in (house.ana, house.zoe):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)
    SeatObservation.objects.create(seat=house.ana.seats.get(), last_used_on=TODAY, source="test", as_of=NOW)

    own = Caller(house.ana).rows("seats/")
    everybody = Caller(house.ida).rows("seats/", ordering="assigned_on")

    assert [(seat["holder"]["name"], seat["last_used_on"]) for seat in own] == [("Ana Alvarez", "2026-11-24")]
    assert [seat["holder"]["name"] for seat in everybody] == ["Ana Alvarez", "Zoé Zeller"]
    assert Caller(house.ana).rows("seats/", holder=house.zoe.pk) == []
    assert Caller(house.ida).rows("seats/", is_open="false") == []


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({"q": "outil 1"}, ["Outil 1"]),
        ({"category": "coding"}, ["GitHub Copilot"]),
        ({"decision": ["forbidden"]}, []),
        ({"vendor": "nobody"}, []),
        ({"ordering": "-name"}, ["Outil 1", "Outil 0", "GitHub Copilot"]),
        ({"limit": 1, "offset": 1}, ["Outil 0"]),
        ({"ordering": "price", "limit": 2}, ["GitHub Copilot", "Outil 0"]),
        ({"ordering": "relevance", "limit": 1}, ["GitHub Copilot"]),
    ],
)
def test_tools_are_filtered_ordered_and_cut(house, params, names):
    more_tools(house, 2)

    assert [row["name"] for row in Caller(house.ana).rows("tools/", **params)] == names


def test_plans_are_filtered(house):
    more_tools(house, 1)
    caller = Caller(house.ana)

    assert [row["slug"] for row in caller.rows("plans/", tool=house.tool.slug)] == [house.plan.slug]
    assert house.plan.slug not in [row["slug"] for row in caller.rows("plans/", pricing="free")]
    assert caller.rows("plans/", is_offered="false") == []
    assert len(caller.rows("plans/", level="public")) == 2


def test_a_page_says_where_it_stands(house):
    more_tools(house, 4)
    caller = Caller(house.ana)

    first = caller.get("tools/", {"limit": 2, "decision": "approved"}).json()
    second = caller.web.get(first["next"], headers=caller.headers).json()
    last = caller.web.get(second["next"], headers=caller.headers).json()

    assert (first["total"], first["previous"]) == (5, None)
    assert last["next"] is None
    names = [row["name"] for page in (first, second, last) for row in page["results"]]
    assert names == sorted(names)
    assert len(set(names)) == 5
    back = caller.web.get(last["previous"], headers=caller.headers).json()
    assert back["results"] == second["results"]


def test_a_page_has_no_more_than_two_hundred_rows(house):
    assert Caller(house.ana).get("tools/", {"limit": 5000}).json()["limit"] == 200


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"limit": "x"}, "limit"),
        ({"limit": 0}, "limit"),
        ({"offset": -1}, "offset"),
        ({"offset": 10**30}, "offset"),
        ({"ordering": "price_minor"}, "ordering"),
        ({"decision": "perhaps"}, "decision"),
        ({"category": ["coding", ""]}, "category"),
        ({"vendor": "a b"}, "vendor"),
        ({"q": "a\x00b"}, "q"),
        ({"level": "secret"}, "level"),
        ({"level": ""}, "level"),
        ({"q": ""}, "q"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(house, params, named):
    answer = Caller(house.ana).get("tools/", params)

    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "invalid")
    assert list(body["errors"]) == [named]
    assert body["detail"].startswith(named)


def test_an_unknown_parameter_is_told_the_known_ones(house):
    caller = Caller(house.ana)

    assert "free-seats" not in caller.get("tools/", {"sort": "name"}).json()["detail"]
    assert "ordering" in caller.get("tools/", {"sort": "name"}).json()["detail"]
    assert caller.get(f"tools/{house.tool.slug}/", {"full": "1"}).status_code == 422


@pytest.mark.parametrize("path", ["tools/", "plans/"])
def test_lists_of_tools_and_plans_take_as_many_statements_for_many_rows(house, path, assert_flat_queries):
    more_tools(house, 1)
    caller = Caller(house.ana)

    def add_rows():
        for number in range(3):
            tool = tools.add(name=f"Plus {number}", vendor=house.vendor, category="other", by=house.ida)
            plans.add(tool, name="Standard", pricing="free", by=house.ida)

    assert_flat_queries(get=lambda: caller.get(path), add_rows=add_rows)


def test_a_sheet_takes_as_many_statements_for_many_plans(house, assert_flat_queries):
    caller = Caller(house.ana)

    assert_flat_queries(
        get=lambda: caller.get(f"tools/{house.tool.slug}/"),
        add_rows=lambda: [
            plans.add(house.tool, name=f"P{n}", pricing="free", by=house.ida) for n in range(3)
        ],
    )


def test_the_list_of_seats_takes_as_many_statements_for_many_seats(house, assert_flat_queries):
    caller = Caller(house.ida)
    seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    assert_flat_queries(
        get=lambda: caller.get("seats/"),
        add_rows=lambda: seats.assign(house.subscription, to=admitted(), by=house.ida, today=TODAY),
    )
