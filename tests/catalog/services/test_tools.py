import pytest

from builders.clock import TODAY
from catalog.models import Tool
from catalog.services import tools, vendors
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused


def test_add_starts_in_evaluation_and_is_found_without_accents(house):
    tool = tools.add(
        name="Éditeur Étendu", vendor=house.vendor, category="coding", need="Écrire du code", by=house.cho
    )

    assert tool.decision == "evaluation"
    assert tool.slug == "editeur-etendu"
    assert list(Tool.objects.matching("etendu github ÉCRIRE")) == [tool]


def test_add_refuses_a_name_that_is_taken(house):
    with pytest.raises(Refused, match="déjà au catalogue"):
        tools.add(name="github copilot", vendor=house.vendor, category="coding", by=house.ida)


def test_add_refuses_whoever_does_not_keep_the_catalogue(house):
    with pytest.raises(Refused, match="Le catalogue est tenu"):
        tools.add(name="X", vendor=house.vendor, category="coding", by=house.ana)


def test_decide_records_reason_and_day(house):
    tool = tools.decide(house.tool, decision="forbidden", reason=" Fuite ", by=house.dan, today=TODAY)

    assert (tool.decision, tool.decision_reason, tool.decided_on) == ("forbidden", "Fuite", TODAY)
    assert Event.objects.filter(name="tool.decided").count() == 2


def test_decide_needs_a_reason(house):
    with pytest.raises(Refused, match="Écrivez la raison"):
        tools.decide(house.tool, decision="forbidden", reason="  ", by=house.dan, today=TODAY)


def test_decide_the_same_twice_is_refused(house):
    with pytest.raises(Refused, match="déjà la décision"):
        tools.decide(house.tool, decision="approved", reason="Pilote concluant", by=house.dan, today=TODAY)


def test_edit_without_a_change_writes_nothing(house):
    before = Event.objects.count()

    tools.edit(house.tool, summary=house.tool.summary, by=house.ida)

    assert Event.objects.count() == before


def test_edit_refreshes_what_search_finds(house):
    tools.edit(house.tool, need="Réviser des tests", by=house.ida)

    assert Tool.objects.matching("reviser").exists()


def test_renaming_a_vendor_is_seen_by_search(house):
    vendors.edit(house.vendor, name="Octocorp", by=house.ida)

    assert Tool.objects.matching("octocorp").exists()
    assert not Tool.objects.matching("octocorp gitlab").exists()


def test_a_vendor_is_added_once(house):
    with pytest.raises(Refused, match="existe déjà"):
        vendors.add(name="github", by=house.ida)
