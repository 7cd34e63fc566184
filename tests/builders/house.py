"""The cast of every test: who they are, what they hold, whose client they may see."""

from types import SimpleNamespace

from builders.catalog import furnish
from builders.clock import NOW, TODAY
from etech_ai.audit.recording import Actor
from people.access import Role
from people.models import Profile, Sector
from people.services import clients, projects, roles, teams, users

BUILDER = Actor("job:test-house", "Essai")
SINCE = TODAY.replace(month=1, day=5)  # long before any clock that a test runs under


def build_house() -> SimpleNamespace:
    """Ana asks, Cho decides for her team, Ida holds licences, Dan is DPO, Zoe is a stranger."""
    team_dev, team_ops = (
        teams.create(name="Développement", by=BUILDER),
        teams.create(name="Exploitation", by=BUILDER),
    )
    house = SimpleNamespace(
        team_dev=team_dev,
        team_ops=team_ops,
        ana=_person("Ana", "Alvarez", team_dev, Profile.DEV),
        cho=_person("Cho", "Chan", team_dev, Profile.DEV),
        ida=_person("Ida", "Isnard", team_ops, Profile.OPS),
        dan=_person("Dan", "Delmas", team_ops, Profile.OTHER),
        lea=_person("Léa", "Lambert", None, Profile.MANAGEMENT),
        adi=_person("Adi", "Amrani", None, Profile.OPS),
        fin=_person("Fin", "Faure", None, Profile.OTHER),
        zoe=_person("Zoé", "Zeller", team_ops, Profile.OPS),
    )
    _give_roles(house)
    _sign_clients(house)
    furnish(house)
    return house


def _person(first: str, last: str, team: object, profile: Profile) -> object:
    return users.invite(
        email=f"{first.lower().replace('é', 'e')}@etech.example", first_name=first, last_name=last, team=team,
        profile=profile, by=BUILDER, now=NOW, mail=False,
    )  # fmt: skip


def _give_roles(house: SimpleNamespace) -> None:
    held = {
        "ida": Role.LICENCES,
        "dan": Role.DPO,
        "lea": Role.DIRECTION,
        "adi": Role.ADMIN,
        "fin": Role.FINANCE,
    }
    for name, role in held.items():
        roles.grant(getattr(house, name), role=role, starts_on=SINCE, by=BUILDER, today=SINCE)
    roles.grant(house.cho, role=Role.CHAMPION, team=house.team_dev, starts_on=SINCE, by=BUILDER, today=SINCE)


def _sign_clients(house: SimpleNamespace) -> None:
    house.client = clients.create(name="Banque Alpha", sector=Sector.BANKING, by=BUILDER)
    house.project = projects.create(
        name="Alpha Mobile", client=house.client, lead=house.cho, starts_on=SINCE, by=BUILDER
    )
    projects.add_member(house.project, user=house.ana, starts_on=SINCE, by=BUILDER)
    house.other_client = clients.create(name="Rail Oméga", sector=Sector.TRANSPORT, by=BUILDER)
    house.other_project = projects.create(
        name="Oméga Flux", client=house.other_client, lead=house.zoe, starts_on=SINCE, by=BUILDER
    )
