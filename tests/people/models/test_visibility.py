"""Who may know which client: one line per person."""

import pytest

from builders.clock import TODAY
from builders.people import BUILDER, holding, pending
from people.access import Role
from people.models import Client, Profile, Project, ProjectMember, User
from people.services import projects, users

pytestmark = pytest.mark.django_db

SEES_THE_CLIENT = {
    "ana": True,  # on the project
    "cho": True,  # leads it, and champion of Ana's team
    "ida": True,  # licences: names only
    "dan": True,  # DPO
    "lea": True,  # direction
    "adi": False,
    "fin": False,
    "zoe": False,
}


@pytest.mark.parametrize(("name", "sees"), SEES_THE_CLIENT.items())
def test_a_client_is_known_to_its_people_their_champion_dpo_direction_and_licences(house, name, sees):
    person = getattr(house, name)

    assert Client.objects.visible_to(person).filter(pk=house.client.pk).exists() is sees
    assert Project.objects.visible_to(person).filter(pk=house.project.pk).exists() is sees


@pytest.mark.parametrize(
    ("name", "reads"),
    [("ana", True), ("cho", True), ("dan", True), ("lea", True), ("ida", False), ("adi", False)],
)
def test_licences_and_admin_know_names_but_not_terms(house, name, reads):
    person = getattr(house, name)

    assert Client.objects.with_details_for(person).filter(pk=house.client.pk).exists() is reads


def test_the_lead_of_a_project_knows_its_client(house):
    assert set(Client.objects.visible_to(house.zoe)) == {house.other_client}


def test_a_champion_whose_scope_covers_no_member_does_not_know_the_client(house):
    champion = holding(Role.CHAMPION, "Tia", profile=Profile.TEST)

    assert not Client.objects.visible_to(champion).exists()


def test_a_champion_of_the_whole_house_knows_the_clients_of_everybody(house):
    champion = holding(Role.CHAMPION, "Wim")

    assert set(Client.objects.visible_to(champion)) == {house.client, house.other_client}


def test_a_former_member_does_not_know_the_client_any_more(house):
    member = ProjectMember.objects.get(project=house.project, user=house.ana)
    projects.remove_member(member, by=BUILDER, today=member.starts_on)

    assert not Client.objects.visible_to(house.ana).exists()


def test_a_leaver_and_a_pending_person_know_nothing(house):
    users.leave(house.ana, by=house.adi, today=TODAY)
    left = User.objects.get(pk=house.ana.pk)

    for person in (left, pending()):
        assert not Client.objects.visible_to(person).exists()
        assert not Project.objects.visible_to(person).exists()
        assert not User.objects.visible_to(person).exists()


def test_an_internal_project_is_open_to_the_whole_house(house):
    internal = projects.create(name="Portail", lead=house.lea, starts_on=TODAY, by=BUILDER)

    assert internal in Project.objects.visible_to(house.zoe)


def test_who_keeps_the_registry_lists_every_client_without_being_able_to_use_it(house):
    assert set(Client.objects.listed_for(house.adi)) == {house.client, house.other_client}
    assert not Client.objects.visible_to(house.adi).exists()


def test_the_directory_hides_pending_people_and_leavers_from_staff(house):
    waiting = pending()

    assert waiting not in User.objects.visible_to(house.ana)
    assert waiting in User.objects.visible_to(house.adi)
