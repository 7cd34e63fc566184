from datetime import timedelta

import pytest

from builders.clock import NOW, TODAY
from builders.requests import a_key_request, an_open_key
from catalog.models import ApiKeySheet
from catalog.services import api_keys
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification

SOON = TODAY + timedelta(days=90)


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def sheet(house):
    request = a_key_request(house, "approved")
    return ApiKeySheet.objects.get(reference=request.reference)


def complete(sheet, by, **given):
    what = {"kept_in": "Vaultwarden, entrée API", "rotation_due_on": SOON, **given}
    return api_keys.complete(sheet, by=by, today=TODAY, **what)


def test_the_sheet_waits_for_its_owner_who_is_told(house, sheet):
    assert (sheet.owner, sheet.is_complete) == (house.ana, False)
    assert Notification.objects.get(user=house.ana, event="api_key.opened").url.endswith(f"/{sheet.pk}/")


def test_the_owner_says_where_the_key_is_kept(house, sheet):
    complete(sheet, house.ana)

    sheet.refresh_from_db()
    assert (sheet.kept_in, sheet.rotation_due_on, sheet.completed_on) == (
        "Vaultwarden, entrée API",
        SOON,
        TODAY,
    )
    assert Event.objects.filter(name="api_key.completed").count() == 1


def test_a_key_itself_is_refused_and_written_nowhere(house, sheet):
    key = "sk-" + "proj-abcdef0123456789"

    with pytest.raises(Refused, match="ressemble à la clé"):
        complete(sheet, house.ana, kept_in=key)

    assert not ApiKeySheet.objects.filter(kept_in=key).exists()
    assert not Event.objects.filter(name="api_key.completed").exists()


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_key_is_renewed_within_a_year(house, sheet, days):
    with pytest.raises(Refused, match="dans l’année"):
        complete(sheet, house.ana, rotation_due_on=TODAY + timedelta(days=days))


def test_a_stranger_does_not_keep_the_sheet_and_licences_do(house, sheet):
    with pytest.raises(Refused, match="personne responsable"):
        complete(sheet, house.zoe)

    assert complete(sheet, house.ida).is_complete


def test_a_renewal_is_noted_with_the_next_one(house):
    sheet = an_open_key(house)

    api_keys.rotate(sheet, rotation_due_on=SOON + timedelta(days=1), by=house.ana, today=TODAY)

    sheet.refresh_from_db()
    assert (sheet.rotated_on, sheet.rotation_due_on) == (TODAY, SOON + timedelta(days=1))


def test_a_key_that_does_not_exist_yet_is_not_renewed(house, sheet):
    with pytest.raises(Refused, match="Complétez"):
        api_keys.rotate(sheet, rotation_due_on=SOON, by=house.ana, today=TODAY)


def test_a_revoked_key_stays_in_the_list_and_changes_no_more(house):
    sheet = an_open_key(house)

    api_keys.revoke(sheet, by=house.ana, today=TODAY)

    assert not ApiKeySheet.objects.in_use().exists()
    with pytest.raises(Refused, match="révoquée"):
        complete(sheet, house.ana)
    with pytest.raises(Refused, match="révoquée"):
        api_keys.set_cap(sheet, cap_minor=1, by=house.ida)


def test_opening_is_undone_until_the_key_exists(house, sheet):
    api_keys.undo_opening(sheet, by=house.cho, today=TODAY)

    sheet.refresh_from_db()
    assert sheet.is_revoked
    with pytest.raises(Refused, match="existe déjà"):
        api_keys.undo_opening(an_open_key(house, environment="test"), by=house.cho, today=TODAY)


def test_keys_are_seen_by_their_owner_and_those_who_answer_for_them(house, sheet):
    seen = {name: ApiKeySheet.objects.visible_to(getattr(house, name)).exists() for name in vars(house)
            if hasattr(getattr(house, name), "may")}  # fmt: skip

    assert {name for name, sees in seen.items() if sees} == {"ana", "ida", "fin", "dan", "lea"}


def test_keys_whose_renewal_is_due(house):
    sheet = an_open_key(house)

    assert list(ApiKeySheet.objects.to_rotate(SOON)) == [sheet]
    assert not ApiKeySheet.objects.to_rotate(SOON - timedelta(days=1)).exists()
