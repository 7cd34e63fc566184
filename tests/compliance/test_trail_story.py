from builders import compliance as build
from builders.clock import TODAY
from catalog.services import tools
from compliance import trail


def told(reader, *subjects):
    return [change for act in trail.story(reader, *subjects).acts for change in act.row.changes]


def test_a_story_tells_labels_and_names_instead_of_codes_and_numbers(house):
    tools.decide(house.tool, decision="retiring", reason="Fin de contrat", by=house.ida, today=TODAY)

    changes = told(trail.Reader(house.ana), house.tool)

    assert ("Approuvé", "En retrait") in {(change.before, change.after) for change in changes}
    assert not any("{" in change.after or "n°" in change.after for change in changes)


def test_a_story_stops_at_its_limit_and_says_where_to_read_on(house):
    for n in range(4):
        build.add_clause(house, "eu_only", reference=f"B{n}")
    clauses = list(house.client.clauses.all())

    first = trail.story(trail.Reader(house.dan), *clauses, limit=3)
    rest = trail.story(trail.Reader(house.dan), *clauses, limit=3, before=first.older)

    assert len(first.acts) == 3
    assert rest.older is None
    assert {act.row.event.position for act in rest.acts}.isdisjoint(
        {act.row.event.position for act in first.acts}
    )


def test_values_are_hidden_from_a_reader_who_knows_only_the_name(house):
    changes = told(trail.Reader(house.ida), house.client)

    assert changes
    assert all(change.is_hidden and not change.after for change in changes)


def test_what_a_reader_may_not_know_of_is_not_told_at_all(house):
    clause = build.add_clause(house, "eu_only", reference="SECRET-1")

    assert trail.story(trail.Reader(house.dan), clause).acts
    assert not any("SECRET-1" in change.after for change in told(trail.Reader(house.zoe), clause))


def test_a_lean_story_costs_one_statement(house, django_assert_num_queries):
    reader = trail.Reader(house.ana)
    reader.knows(house.tool)

    with django_assert_num_queries(1):
        trail.story(reader, house.tool, is_lean=True)
