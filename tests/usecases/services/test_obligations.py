import pytest

from builders.clock import TODAY
from builders.usecases import a_use_case
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from usecases.services import obligations

LITERACY = "ob_art4_literacy"


def test_mark_keeps_state_note_and_who(house):
    row = obligations.mark(
        a_use_case(house), obligation=LITERACY, state="done", note="Atelier", by=house.ana, today=TODAY
    )

    assert (row.state, row.note, row.marked_by, row.marked_on) == ("done", "Atelier", house.ana, TODAY)
    assert Event.objects.latest("pk").name == "obligation.marked"


def test_mark_again_changes_the_same_row(house):
    use_case = a_use_case(house)
    obligations.mark(use_case, obligation=LITERACY, state="done", by=house.ana, today=TODAY)

    obligations.mark(use_case, obligation=LITERACY, state="todo", by=house.dan, today=TODAY)

    assert use_case.obligation_states.get().state == "todo"


def test_marking_it_as_it_is_writes_nothing(house):
    use_case = a_use_case(house)
    obligations.mark(use_case, obligation=LITERACY, state="done", by=house.ana, today=TODAY)
    before = Event.objects.count()

    obligations.mark(use_case, obligation=LITERACY, state="done", by=house.ana, today=TODAY)

    assert Event.objects.count() == before


def test_not_applicable_needs_a_reason(house):
    with pytest.raises(Refused, match="sans objet"):
        obligations.mark(
            a_use_case(house), obligation=LITERACY, state="not_applicable", by=house.ana, today=TODAY
        )


def test_an_obligation_of_another_outcome_is_refused(house):
    with pytest.raises(Refused, match="ne figure pas"):
        obligations.mark(a_use_case(house), obligation="ob_art9", state="done", by=house.ana, today=TODAY)


def test_a_stranger_may_not_mark(house):
    with pytest.raises(Refused, match="personne responsable"):
        obligations.mark(a_use_case(house), obligation=LITERACY, state="done", by=house.zoe, today=TODAY)


def test_only_the_dpo_sets_a_duty_of_the_law_aside_and_says_why(house):
    use_case = a_use_case(house)
    with pytest.raises(Refused, match="Seul le DPO"):
        obligations.mark(
            use_case, obligation=LITERACY, state="waived", note="Trop tôt", by=house.ana, today=TODAY
        )
    with pytest.raises(Refused, match="écartée"):
        obligations.mark(use_case, obligation=LITERACY, state="waived", by=house.dan, today=TODAY)

    row = obligations.mark(
        use_case, obligation=LITERACY, state="waived", note="Formés ailleurs", by=house.dan, today=TODAY
    )

    assert row.state == "waived"


def test_an_owner_who_may_not_see_the_use_is_refused(house):
    use_case = a_use_case(house, project=house.project)
    with pytest.raises(Refused, match="ne voit pas"):
        obligations.mark(
            use_case, obligation=LITERACY, state="todo", owner=house.zoe, by=house.ana, today=TODAY
        )


def test_the_owner_of_an_obligation_may_mark_it(house):
    use_case = a_use_case(house)
    obligations.mark(use_case, obligation=LITERACY, state="todo", owner=house.zoe, by=house.ana, today=TODAY)

    row = obligations.mark(
        use_case, obligation=LITERACY, state="done", owner=house.zoe, by=house.zoe, today=TODAY
    )

    assert row.marked_by == house.zoe
