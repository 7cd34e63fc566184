from datetime import timedelta

import pytest
from django.db import IntegrityError

from builders.clock import TODAY
from builders.usecases import a_use_case, declared
from compliance.ai_act.ruleset import latest
from etech_ai.audit import recording as audit
from people.models import User
from usecases.freshness import Stale
from usecases.models import UseCase
from usecases.services import usecases, validations
from usecases.vocabulary import Standing

VERSION = latest().version


@pytest.fixture
def bound(house):
    """A use of Ana's for her client."""
    return declared(house, project=house.project)


def test_an_internal_use_is_open_to_all_staff(house):
    use_case = declared(house)

    for person in (house.ana, house.zoe, house.ida, house.adi):
        assert UseCase.objects.visible_to(person).get() == use_case


@pytest.mark.parametrize("person", ["ana", "cho", "dan", "lea"])
def test_a_use_for_a_client_is_open_to_who_knows_that_client(house, bound, person):
    assert UseCase.objects.visible_to(getattr(house, person)).get() == bound


@pytest.mark.parametrize("person", ["zoe", "ida", "adi", "fin"])
def test_to_everybody_else_it_does_not_exist(house, bound, person):
    """Licences see a client's name, not what is done for it."""
    assert not UseCase.objects.visible_to(getattr(house, person)).exists()


def test_the_owner_keeps_sight_of_it_off_the_project(house):
    use_case = declared(house, by=house.dan, client=house.other_client)
    with audit.record("test.moved", by=house.adi, on=use_case):
        UseCase.objects.filter(pk=use_case.pk).update(owner=house.ana)

    assert UseCase.objects.visible_to(house.ana).get() == use_case


def test_pending_people_see_nothing(house, bound):
    declared(house)

    assert not UseCase.objects.visible_to(User(email="new@etech.example")).exists()


def test_a_fresh_classification_is_not_to_review(house):
    use_case = a_use_case(house)

    assert not UseCase.objects.to_review(ruleset_version=VERSION, today=TODAY).exists()
    assert use_case.stale_reasons(ruleset_version=VERSION, today=TODAY) == ()


@pytest.mark.parametrize(
    ("edit", "version", "days", "reason"),
    [
        ({}, "2099.1.0", 0, Stale.RULES),
        ({"purpose": "Autre"}, VERSION, 0, Stale.PURPOSE),
        ({"data_levels": ["personal"]}, VERSION, 0, Stale.PURPOSE),
        ({"plans": True}, VERSION, 0, Stale.TOOLS),
        ({}, VERSION, 366, Stale.AGE),
    ],
)
def test_the_list_and_the_sheet_agree_on_what_is_stale(house, edit, version, days, reason):
    use_case, today = a_use_case(house), TODAY + timedelta(days=days)
    if "plans" in edit:
        edit = {"plans": [house.plan]}
    if edit:
        use_case = usecases.edit(use_case, by=house.ana, today=TODAY, **edit)

    assert use_case.stale_reasons(ruleset_version=version, today=today) == (reason,)
    assert UseCase.objects.to_review(ruleset_version=version, today=today).get() == use_case


def test_what_is_not_classified_is_never_stale(house):
    use_case = declared(house)

    assert use_case.stale_reasons(ruleset_version="2099.1.0", today=TODAY) == ()
    assert not UseCase.objects.to_review(ruleset_version="2099.1.0", today=TODAY).exists()


def test_uses_are_found_by_data_level(house):
    use_case = declared(house, data_levels=["internal", "personal"])
    declared(house, data_levels=["confidential"])

    assert UseCase.objects.handling_any(["personal"]).get() == use_case
    assert not UseCase.objects.handling_any(["client_confidential"]).exists()


def test_uses_are_found_by_tool_while_they_rely_on_it(house):
    use_case = declared(house, plans=[house.plan])
    assert UseCase.objects.with_tools([house.tool.slug]).get() == use_case

    usecases.edit(use_case, by=house.ana, today=TODAY, plans=[])

    assert not UseCase.objects.with_tools([house.tool.slug]).exists()


def test_the_database_refuses_a_classified_use_without_an_outcome(house):
    use_case = a_use_case(house)

    with pytest.raises(IntegrityError), audit.record("test.broken", by=house.adi, on=use_case):
        UseCase.objects.filter(pk=use_case.pk).update(outcome="")


def test_the_list_and_the_sheet_read_a_standing_alike(house):
    validated = a_use_case(house, title="Validé")
    lapsed = a_use_case(house, title="Caduc")
    for use_case in (validated, lapsed):
        validations.grant(use_case, by=house.dan, today=TODAY)
    usecases.edit(lapsed, by=house.ana, today=TODAY, purpose="Autre chose.")
    validations.refuse(a_use_case(house, title="Refusé"), by=house.dan, today=TODAY, reason="Non.")
    usecases.retire(a_use_case(house, title="Arrêté"), by=house.ana, today=TODAY)
    a_use_case(house, "prohibited", title="Interdit")
    a_use_case(house, title="Classé")
    a_use_case(house, "", title="Brouillon")

    rules = {"ruleset_version": latest().version, "today": TODAY}
    every = UseCase.objects.all()
    found = {
        standing: set(every.standing_as([standing], **rules).values_list("pk", flat=True))
        for standing in Standing
    }
    told = {standing: {row.pk for row in every if row.standing(**rules) == standing} for standing in Standing}
    assert found == told
    assert all(len(rows) == 1 for rows in found.values())
