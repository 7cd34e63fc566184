import pytest

from builders.clock import TODAY
from builders.people import pending
from etech_ai.verdicts import Refused
from people.models import AiPolicy, Client, Project, ProjectStatus
from people.services import clients, projects, teams

pytestmark = pytest.mark.django_db


def test_names_that_slug_alike_get_addresses_that_differ(house):
    first = clients.create(name="Été & Co", by=house.adi)
    second = clients.create(name="Été Co", by=house.adi)

    assert (first.slug, second.slug) == ("ete-co", "ete-co-2")


@pytest.mark.parametrize(
    "create",
    [
        lambda house: clients.create(name="banque alpha", by=house.adi),
        lambda house: teams.create(name="DÉVELOPPEMENT", by=house.adi),
        lambda house: projects.create(name="alpha mobile", lead=house.cho, starts_on=TODAY, by=house.adi),
    ],
    ids=["client", "team", "project"],
)
def test_a_name_is_taken_in_any_case(house, create):
    with pytest.raises(Refused, match="porte déjà ce nom"):
        create(house)


@pytest.mark.parametrize(
    "write",
    [
        lambda house: clients.create(name="Neuf", by=house.ana),
        lambda house: teams.create(name="Neuve", by=house.ana),
        lambda house: projects.create(name="Neuf", lead=house.cho, starts_on=TODAY, by=house.ana),
        lambda house: projects.add_member(house.project, user=house.zoe, starts_on=TODAY, by=house.cho),
        lambda house: projects.close(house.project, by=house.cho, today=TODAY),
        lambda house: teams.rename(house.team_dev, name="Autre", by=house.ana),
    ],
)
def test_the_registry_is_kept_by_the_admin_role_alone(house, write):
    with pytest.raises(Refused, match="réservée"):
        write(house)


def test_a_client_says_nothing_until_it_says_something_somewhere(house):
    assert house.client.ai_policy == AiPolicy.UNKNOWN
    with pytest.raises(Refused, match="où le client l’écrit"):
        clients.record_policy(house.client, policy=AiPolicy.ACCEPTS, reference=" ", on=TODAY, by=house.dan)

    clients.record_policy(house.client, policy="accepts", reference="Avenant 3", on=TODAY, by=house.dan)

    client = Client.objects.get(pk=house.client.pk)
    assert (client.ai_policy, client.ai_policy_reference) == ("accepts", "Avenant 3")


def test_a_member_joins_once(house):
    with pytest.raises(Refused, match="déjà sur ce projet"):
        projects.add_member(house.project, user=house.ana, starts_on=TODAY, by=house.adi)


def test_a_pending_person_joins_nothing(house):
    with pytest.raises(Refused, match="Admettez d’abord"):
        projects.add_member(house.project, user=pending(), starts_on=TODAY, by=house.adi)


def test_a_member_leaves_once_and_may_come_back(house):
    member = house.project.members.get(user=house.ana)
    projects.remove_member(member, by=house.adi, today=TODAY)
    with pytest.raises(Refused, match="n’est plus"):
        projects.remove_member(member, by=house.adi, today=TODAY)

    projects.add_member(house.project, user=house.ana, starts_on=TODAY, by=house.adi)

    assert house.project.members.current(TODAY).count() == 1


def test_a_project_that_ends_sends_its_people_home(house):
    projects.close(house.project, by=house.adi, today=TODAY)

    project = Project.objects.get(pk=house.project.pk)
    assert (project.status, project.ends_on) == (ProjectStatus.CLOSED, TODAY)
    assert not project.members.current(TODAY).exists()
    with pytest.raises(Refused, match="terminé"):
        projects.add_member(project, user=house.zoe, starts_on=TODAY, by=house.adi)


def test_a_project_is_handed_over(house):
    projects.set_lead(house.project, lead=house.ana, by=house.adi)

    assert Project.objects.get(pk=house.project.pk).lead == house.ana


def test_a_team_keeps_its_address_when_it_changes_its_name(house):
    teams.rename(house.team_dev, name="Ingénierie", by=house.adi)
    teams.set_lead(house.team_dev, lead=house.cho, by=house.adi)

    house.team_dev.refresh_from_db()
    assert (house.team_dev.name, house.team_dev.slug, house.team_dev.lead) == (
        "Ingénierie",
        "developpement",
        house.cho,
    )
