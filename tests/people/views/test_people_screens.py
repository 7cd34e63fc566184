"""What an administrator does through the pages, and what the others meet there."""

from datetime import timedelta

import pytest

from builders.clock import TODAY
from builders.people import admitted, granted_dpo, holding, pending
from people.access import Role
from people.models import Client, Project, RoleAssignment, Team, Training, User
from people.services import projects

pytestmark = pytest.mark.django_db

FOR_THE_ADMIN_ROLE = [
    "/personnes/inviter/", "/personnes/{ana}/modifier/", "/personnes/{ana}/depart/",
    "/personnes/{ana}/roles/",
    "/equipes/nouvelle/", "/equipes/developpement/modifier/", "/clients/nouveau/", "/projets/nouveau/",
    "/projets/alpha-mobile/responsable/", "/formations/nouvelle/",
]  # fmt: skip
FOR_EVERYBODY = [
    "/personnes/", "/personnes/{ana}/", "/equipes/", "/clients/", "/formations/",
    "/mon-profil/", "/notifications/",
]  # fmt: skip
POSTS_ONLY = [
    "/personnes/{ana}/admettre/", "/personnes/{ana}/refuser/", "/personnes/{ana}/inviter-encore/",
    "/projets/alpha-mobile/membres/", "/projets/alpha-mobile/terminer/", "/notifications/tout-lire/",
]  # fmt: skip


def post(client, url, /, **data):
    return client.post(url, {name: value for name, value in data.items() if value is not None})


@pytest.mark.parametrize("url", FOR_THE_ADMIN_ROLE)
@pytest.mark.parametrize(("name", "status"), [("adi", 200), ("ana", 403), ("dan", 403), ("lea", 403)])
def test_management_pages_are_for_the_admin_role(house, client_for, url, name, status):
    response = client_for(getattr(house, name)).get(url.format(ana=house.ana.pk))

    assert response.status_code == status
    said = response.content.decode()
    assert status == 200 or ("Administration du portail" in said and "Adi Amrani" in said)


@pytest.mark.parametrize("url", FOR_EVERYBODY)
def test_open_pages_answer_staff_send_strangers_to_sign_in_and_pending_people_to_wait(
    house, client, client_for, url
):
    url = url.format(ana=house.ana.pk)

    assert client_for(house.zoe).get(url).status_code == 200
    assert client_for(house.adi).get(url).status_code == 200
    assert client.get(url).url.startswith("/compte/login/")
    assert client_for(pending()).get(url).url == "/en-attente/"


@pytest.mark.parametrize("url", POSTS_ONLY)
def test_what_changes_something_takes_a_post(house, client_for, url):
    assert client_for(house.adi).get(url.format(ana=house.ana.pk)).status_code == 405


def test_inviting(house, client_for):
    client = client_for(house.adi)
    data = {"first_name": "Ève", "last_name": "Essai", "profile": "dev", "language": "fr"}

    assert post(client, "/personnes/inviter/", **data, email="ana@etech.example").status_code == 422
    response = post(client, "/personnes/inviter/", **data, email="eve@etech.example", team=house.team_dev.pk)

    user = User.objects.get(email="eve@etech.example")
    assert (response.status_code, response.url) == (303, f"/personnes/{user.pk}/")
    assert user.team == house.team_dev


def test_an_empty_invitation_lists_what_is_missing(house, client_for):
    response = post(client_for(house.adi), "/personnes/inviter/")

    assert response.status_code == 422
    assert "champs à corriger" in response.content.decode()


def test_admitting_and_refusing(house, client_for):
    client, first, second = client_for(house.adi), pending(), pending("autre@ailleurs.example")
    assert "pas vérifié cette adresse" in client.get(f"/personnes/{first.pk}/").content.decode()

    post(client, f"/personnes/{first.pk}/admettre/", profile="dev", team=house.team_dev.pk)
    post(client, f"/personnes/{second.pk}/refuser/")

    statuses = dict(User.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "status"))
    assert statuses == {first.pk: "active", second.pk: "left"}


def test_giving_a_role_and_confirming_it_as_another_administrator(house, client_for):
    second = holding(Role.ADMIN, "Sam")
    url = f"/personnes/{house.ana.pk}/roles/"
    response = post(client_for(house.adi), url, role="dpo", starts_on=TODAY.isoformat())
    assert response.status_code == 303
    held = RoleAssignment.objects.get(user=house.ana)

    own = post(client_for(house.adi), f"/roles/{held.pk}/confirmer/")
    assert own.status_code == 303
    assert RoleAssignment.objects.get(pk=held.pk).waits_for_second_person

    post(client_for(second), f"/roles/{held.pk}/confirmer/")
    assert RoleAssignment.objects.get(pk=held.pk).confirmed_by == second


def test_a_blocked_confirmation_stays_on_the_page_with_its_reason(house, client_for):
    granted_dpo(house.ana, by=house.adi)
    page = client_for(house.adi).get(f"/personnes/{house.ana.pk}/").content.decode()

    assert "aria-disabled" in page
    assert "un autre administrateur le confirme" in page


def test_a_scope_on_a_role_without_scope_is_said_in_the_form(house, client_for):
    url = f"/personnes/{house.ana.pk}/roles/"
    response = post(
        client_for(house.adi), url, role="finance", starts_on=TODAY.isoformat(), team=house.team_dev.pk
    )

    assert response.status_code == 422
    assert "toute la maison" in response.content.decode()


def test_a_role_with_an_end_before_its_start_is_refused_in_the_form(house, client_for):
    url = f"/personnes/{house.ana.pk}/roles/"
    dates = {"starts_on": TODAY.isoformat(), "ends_on": (TODAY - timedelta(days=3)).isoformat()}

    assert post(client_for(house.adi), url, role="finance", **dates).status_code == 422


def test_ending_a_role(house, client_for):
    held = house.fin.role_assignments.get()
    post(client_for(house.adi), f"/roles/{held.pk}/terminer/")

    assert RoleAssignment.objects.get(pk=held.pk).ends_on


def test_changing_a_sheet(house, client_for):
    data = {"first_name": "Anna", "last_name": "Alvarez", "email": "anna@etech.example", "profile": "dev"}
    post(client_for(house.adi), f"/personnes/{house.ana.pk}/modifier/", **data)

    user = User.objects.get(pk=house.ana.pk)
    assert (user.first_name, user.email, user.team) == ("Anna", "anna@etech.example", None)


def test_an_address_that_is_taken_changes_nothing_at_all(house, client_for):
    data = {"first_name": "Anna", "last_name": "Alvarez", "email": "zoe@etech.example", "profile": "dev"}
    response = post(client_for(house.adi), f"/personnes/{house.ana.pk}/modifier/", **data)

    assert response.status_code == 422
    assert User.objects.get(pk=house.ana.pk).first_name == "Ana"


def test_a_departure_says_what_it_ends_before_it_does(house, client_for):
    client, url = client_for(house.adi), f"/personnes/{house.cho.pk}/depart/"
    page = client.get(url).content.decode()
    assert "Champion IA" in page
    assert "Alpha Mobile" in page

    assert post(client, url).status_code == 303
    assert User.objects.get(pk=house.cho.pk).status == "left"


def test_teams_clients_projects_and_trainings_are_made(house, client_for):
    client = client_for(house.adi)
    post(client, "/equipes/nouvelle/", name="Tests", lead=house.cho.pk)
    post(client, "/clients/nouveau/", name="Mutuelle Bêta", sector="insurance", cloud="Azure")
    beta = Client.objects.get(name="Mutuelle Bêta")
    post(
        client, "/projets/nouveau/", name="Bêta Web", client=beta.pk, lead=house.cho.pk,
        starts_on=TODAY.isoformat(),
    )  # fmt: skip
    post(client, "/projets/beta-web/membres/", user=house.zoe.pk, starts_on=TODAY.isoformat())
    post(client, "/formations/nouvelle/", title="Bases", minutes="45", is_required="on")

    assert Team.objects.get(slug="tests").lead == house.cho
    assert Project.objects.get(slug="beta-web").members.get().user == house.zoe
    assert Training.objects.get().is_required


def test_a_team_is_renamed(house, client_for):
    post(client_for(house.adi), "/equipes/developpement/modifier/", name="Ingénierie", lead=house.cho.pk)

    assert Team.objects.get(slug="developpement").name == "Ingénierie"


def test_a_member_leaves_and_a_project_ends(house, client_for):
    client, member = client_for(house.adi), house.project.members.get()
    post(client, f"/projets/alpha-mobile/membres/{member.pk}/retirer/")
    assert not house.project.members.filter(ends_on=None).exists()

    post(client, "/projets/alpha-mobile/responsable/", lead=house.ana.pk)
    post(client, "/projets/alpha-mobile/terminer/")
    project = Project.objects.get(pk=house.project.pk)
    assert (project.lead, project.status) == (house.ana, "closed")


def test_a_member_of_another_project_is_not_removed_through_this_one(house, client_for):
    member = projects.add_member(house.other_project, user=house.fin, starts_on=TODAY, by=house.adi)

    assert (
        post(client_for(house.adi), f"/projets/alpha-mobile/membres/{member.pk}/retirer/").status_code == 404
    )


@pytest.mark.parametrize("url", ["/clients/banque-alpha/", "/projets/alpha-mobile/"])
@pytest.mark.parametrize(
    ("name", "status"), [("ana", 200), ("cho", 200), ("ida", 200), ("dan", 200), ("lea", 200), ("adi", 200),
                         ("zoe", 404), ("fin", 404)],
)  # fmt: skip
def test_a_client_that_one_may_not_know_answers_like_an_unknown_one(house, client_for, url, name, status):
    assert client_for(getattr(house, name)).get(url).status_code == status


def test_unknown_and_invisible_clients_answer_with_the_same_page(house, client_for):
    client = client_for(house.zoe)
    unknown, invisible = client.get("/clients/inconnu/"), client.get("/clients/banque-alpha/")

    assert unknown.status_code == invisible.status_code == 404
    assert "Banque Alpha" not in client.get("/clients/").content.decode()
    assert "Alpha Mobile" not in client.get(f"/personnes/{house.ana.pk}/").content.decode()


@pytest.mark.parametrize(("name", "reads"), [("ana", True), ("dan", True), ("ida", False), ("adi", False)])
def test_licences_and_admin_read_no_terms(house, client_for, name, reads):
    page = client_for(getattr(house, name)).get("/clients/banque-alpha/").content.decode()

    assert ("Position sur l’IA" in page.partition("<main")[2].partition("<aside")[2]) is reads


def test_the_dpo_records_a_clients_position(house, client_for):
    client, url = client_for(house.dan), "/clients/banque-alpha/position/"
    assert post(client, url, policy="forbids", on=TODAY.isoformat()).status_code == 422

    post(client, url, policy="forbids", reference="Contrat, art. 12", on=TODAY.isoformat())
    assert Client.objects.get(pk=house.client.pk).ai_policy == "forbids"
    assert client_for(house.ana).get(url).status_code == 403


def test_ones_own_preferences(house, client_for):
    client = client_for(house.ana)
    response = post(client, "/mon-profil/", language="en")

    user = User.objects.get(pk=house.ana.pk)
    assert (user.language, user.one_key_shortcuts) == ("en", False)
    assert response.cookies["django_language"].value == "en"


def test_declaring_a_training(house, client_for):
    post(client_for(house.adi), "/formations/nouvelle/", title="Bases", minutes="45")
    client, url = client_for(house.ana), "/formations/bases/suivie/"

    assert post(client, url, completed_on=TODAY.isoformat()).status_code == 422
    post(client, url, completed_on="2026-11-20", proof="Attestation")
    assert Training.objects.get().completions.get().user == house.ana


def test_an_invitation_is_sent_again(house, client_for):
    user = admitted()

    assert post(client_for(house.adi), f"/personnes/{user.pk}/inviter-encore/").status_code == 303
