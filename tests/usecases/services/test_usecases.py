import pytest

from builders.clock import NOW, TODAY
from builders.usecases import a_use_case, declared
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from usecases.models import UseCase
from usecases.services import classification, usecases


def test_declare_gives_a_number_a_reference_and_a_readable_address(house):
    first, second = declared(house, title="Présélection de CV"), declared(house)

    assert (first.number, first.reference, first.slug) == (1, "UC-001", "preselection-de-cv-1")
    assert second.reference == "UC-002"
    assert first.owner == house.ana
    assert first.team == house.team_dev


def test_declare_is_in_the_trail_with_its_tools(house):
    use_case = declared(house, plans=[house.plan])

    event = Event.objects.latest("pk")
    assert event.name == "use_case.declared"
    assert use_case.plan_links.get().plan == house.plan


def test_declare_takes_the_client_of_its_project(house):
    use_case = declared(house, project=house.project)

    assert use_case.client == house.client


def test_declare_refuses_a_client_outside_ones_reach(house):
    with pytest.raises(Refused, match="pas dans votre liste"):
        declared(house, client=house.other_client)

    assert not UseCase.objects.exists()


def test_declare_refuses_a_project_of_another_client(house):
    with pytest.raises(Refused, match="autre client"):
        declared(house, by=house.dan, client=house.other_client, project=house.project)


def test_declare_from_a_template_prefills_what_it_states(house):
    use_case = declared(house, template="tpl_support_bot")

    assert use_case.draft.answers["q_people"] == ["interacts"]
    assert "q_prohibited" not in use_case.draft.answers
    assert use_case.draft.prefilled == sorted(use_case.draft.answers)


def test_declare_with_a_tool_prefills_our_role(house):
    use_case = declared(house, plans=[house.plan])

    assert use_case.draft.answers["q_role"] == ["use_supplied"]


def test_declare_without_anything_known_starts_no_draft(house):
    assert not hasattr(declared(house), "draft")


def test_search_finds_words_without_their_accents(house):
    use_case = declared(house, title="Présélection de CV", purpose="Aider les équipes")

    assert UseCase.objects.matching("equipe preselection").get() == use_case
    assert UseCase.objects.matching("uc-001").get() == use_case
    assert not UseCase.objects.matching("paie").exists()


def test_a_new_purpose_makes_the_classification_stale(house):
    use_case = a_use_case(house)

    edited = usecases.edit(use_case, by=house.ana, today=TODAY, purpose="Noter les développeurs.")

    assert edited.is_purpose_changed
    assert UseCase.objects.matching("noter").exists()


def test_a_new_title_leaves_it_fresh(house):
    edited = usecases.edit(a_use_case(house), by=house.ana, today=TODAY, title="Relecture de code")

    assert not edited.is_purpose_changed


def test_other_tools_make_it_stale_and_the_old_link_stays_in_the_trail(house):
    use_case = a_use_case(house, plans=[house.plan])

    edited = usecases.edit(use_case, by=house.ana, today=TODAY, plans=[])

    assert edited.are_tools_changed
    assert not edited.plan_links.get().is_current


def test_a_tool_taken_up_again_uses_its_first_link(house):
    use_case = declared(house, plans=[house.plan])
    usecases.edit(use_case, by=house.ana, today=TODAY, plans=[])

    usecases.edit(use_case, by=house.ana, today=TODAY, plans=[house.plan])

    assert use_case.plan_links.get().is_current


def test_editing_nothing_writes_nothing(house):
    use_case = declared(house, plans=[house.plan])
    before = Event.objects.count()

    usecases.edit(use_case, by=house.ana, today=TODAY, title=use_case.title, plans=[house.plan])

    assert Event.objects.count() == before


def test_edit_refuses_a_client_outside_ones_reach(house):
    with pytest.raises(Refused, match="pas dans votre liste"):
        usecases.edit(declared(house), by=house.ana, today=TODAY, client=house.other_client)


def test_retire_keeps_the_outcome_and_drops_the_draft(house):
    use_case = a_use_case(house)
    classification.answer(use_case, question="q_system", answer=["rules"], by=house.ana, now=NOW)

    retired = usecases.retire(use_case, by=house.ana, today=TODAY)

    assert (retired.status, retired.outcome, retired.retired_on) == ("retired", "minimal", TODAY)
    assert not UseCase.objects.filter(draft__isnull=False).exists()
    with pytest.raises(Refused, match="déjà arrêté"):
        usecases.retire(use_case, by=house.ana, today=TODAY)
