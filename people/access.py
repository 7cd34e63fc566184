"""Every right in the portal, on one screen.

Pure: no Django. Who *holds* a role is data (`RoleAssignment`) and lies in the trail; what a role *may do* is
code, and changes by a reviewed commit. `docs/roles.md` is generated from this module.
"""

from collections.abc import Iterable

from etech_ai.enums import Labelled, gettext_noop


class Role(Labelled):
    """What a person answers for. Every active person holds STAFF by themselves."""

    STAFF = "staff", gettext_noop("Membre d’Etech")
    CHAMPION = "champion", gettext_noop("Champion IA")
    LICENCES = "licences", gettext_noop("Licences (IT)")
    FINANCE = "finance", gettext_noop("Finance")
    DPO = "dpo", gettext_noop("DPO")
    DIRECTION = "direction", gettext_noop("Direction")
    ADMIN = "admin", gettext_noop("Administration du portail")


class Permission(Labelled):
    """One thing that one may do in the portal."""

    USE_PORTAL = "use_portal", gettext_noop("Utiliser le portail")
    MANAGE_PEOPLE = "manage_people", gettext_noop("Gérer les personnes, rôles, équipes, clients et projets")
    READ_TRAIL = "read_trail", gettext_noop("Lire la piste d’audit")
    READ_DOSSIERS = "read_dossiers", gettext_noop("Lire tous les dossiers scellés")
    SEAL_DOSSIERS = "seal_dossiers", gettext_noop("Préparer et sceller des dossiers")
    EDIT_CATALOGUE = "edit_catalogue", gettext_noop("Tenir le catalogue des outils")
    EDIT_DATA_RULES = "edit_data_rules", gettext_noop("Tenir les preuves, clauses et accords clients")
    CHANGE_DATA_RULES = (
        "change_data_rules",
        gettext_noop(
            "Proposer une modification des règles de données, ou approuver celle d’une autre personne"
        ),
    )
    SEE_ALL_CLIENTS = "see_all_clients", gettext_noop("Voir le nom de tous les clients et projets")
    SEE_CLAUSES = "see_clauses", gettext_noop("Lire toutes les clauses des clients")
    DECIDE_AS_CHAMPION = (
        "decide_as_champion",
        gettext_noop("Décider en tant que champion, dans son périmètre"),
    )
    DECIDE_AS_DPO = "decide_as_dpo", gettext_noop("Décider en tant que DPO")
    DECIDE_AS_DIRECTION = "decide_as_direction", gettext_noop("Décider en tant que direction")
    DECIDE_AS_FINANCE = "decide_as_finance", gettext_noop("Décider en tant que finance")
    DECIDE_AS_LICENCES = "decide_as_licences", gettext_noop("Décider en tant que responsable des licences")
    MANAGE_SEATS = "manage_seats", gettext_noop("Attribuer et reprendre les sièges")
    MANAGE_CONNECTIONS = "manage_connections", gettext_noop("Connecter les éditeurs et relever leurs sièges")
    MANAGE_WEBHOOKS = "manage_webhooks", gettext_noop("Relier d’autres programmes par des webhooks")
    ADMIT_VENDOR_HOSTS = "admit_vendor_hosts", gettext_noop("Admettre l’adresse d’un éditeur hors liste")
    SEE_COSTS = "see_costs", gettext_noop("Voir les coûts")
    CLASSIFY_ANY_USE_CASE = "classify_any_use_case", gettext_noop("Classer tout cas d’usage")
    SEE_ALL_USE_CASES = "see_all_use_cases", gettext_noop("Voir tous les cas d’usage")
    EDIT_ROADMAP = "edit_roadmap", gettext_noop("Tenir la feuille de route")
    DECIDE_DECISIONS = "decide_decisions", gettext_noop("Trancher les décisions du plan")


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.STAFF: frozenset({Permission.USE_PORTAL}),
    Role.CHAMPION: frozenset(
        {Permission.DECIDE_AS_CHAMPION, Permission.EDIT_CATALOGUE, Permission.SEE_ALL_USE_CASES}
    ),
    Role.LICENCES: frozenset(
        {
            Permission.DECIDE_AS_LICENCES,
            Permission.EDIT_CATALOGUE,
            Permission.MANAGE_CONNECTIONS,
            Permission.MANAGE_SEATS,
            Permission.SEE_ALL_CLIENTS,
            Permission.SEE_COSTS,
        }
    ),
    Role.FINANCE: frozenset({Permission.DECIDE_AS_FINANCE, Permission.SEE_COSTS}),
    Role.DPO: frozenset(
        {
            Permission.CHANGE_DATA_RULES,
            Permission.CLASSIFY_ANY_USE_CASE,
            Permission.DECIDE_AS_DPO,
            Permission.EDIT_CATALOGUE,
            Permission.EDIT_DATA_RULES,
            Permission.READ_DOSSIERS,
            Permission.READ_TRAIL,
            Permission.SEAL_DOSSIERS,
            Permission.SEE_ALL_CLIENTS,
            Permission.SEE_ALL_USE_CASES,
            Permission.SEE_CLAUSES,
        }
    ),
    Role.DIRECTION: frozenset(
        {
            Permission.CHANGE_DATA_RULES,
            Permission.DECIDE_AS_DIRECTION,
            Permission.DECIDE_DECISIONS,
            Permission.EDIT_ROADMAP,
            Permission.READ_DOSSIERS,
            Permission.SEE_ALL_CLIENTS,
            Permission.SEE_ALL_USE_CASES,
            Permission.SEE_COSTS,
        }
    ),
    Role.ADMIN: frozenset(
        {
            Permission.ADMIT_VENDOR_HOSTS,
            Permission.MANAGE_CONNECTIONS,
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_WEBHOOKS,
        }
    ),
}

DESCRIPTIONS: dict[Role, str] = {
    Role.STAFF: gettext_noop(
        "Toute personne admise. Demande des outils, pose la question des données, déclare ses cas d’usage."
    ),
    Role.CHAMPION: gettext_noop(
        "Référent d’une équipe, d’un profil ou de toute la maison. Décide des demandes de son périmètre "
        "et tient le catalogue."
    ),
    Role.LICENCES: gettext_noop("Attribue et reprend les sièges, suit les abonnements et leurs coûts."),
    Role.FINANCE: gettext_noop("Décide des clés et des plafonds, suit les coûts."),
    Role.DPO: gettext_noop(
        "Délégué à la protection des données. Veille aux données et au règlement IA\u00a0: clauses, preuves, "
        "classements, piste d’audit. "
        "Un second administrateur confirme ce rôle."
    ),
    Role.DIRECTION: gettext_noop("Tranche les décisions du plan, tient la feuille de route, suit les coûts."),
    Role.ADMIN: gettext_noop(
        "Invite et admet les personnes, donne les rôles, tient équipes, clients et projets. "
        "Un second administrateur confirme ce rôle."
    ),
}

FOUR_EYES = frozenset({Role.DPO, Role.ADMIN})
"""Roles that are in force only once a second administrator has confirmed them."""

SECOND_FACTOR = frozenset({Role.DPO, Role.ADMIN, Role.LICENCES, Role.DIRECTION})
"""Roles whose holders sign in with a second factor, outside demo mode."""

SCOPED = frozenset({Role.CHAMPION})
"""Roles that may be held for one team or one profile only."""

GRANTABLE = tuple(role for role in Role if role is not Role.STAFF)
"""Roles that someone gives; STAFF comes with being admitted."""


class Scope(Labelled):
    """What an access token of the API may be used for. It narrows its owner's rights, it adds none."""

    READ_TOOLS = "tools:read", gettext_noop("Lire les outils du catalogue")
    READ_PLANS = "plans:read", gettext_noop("Lire les offres")
    READ_USE_CASES = "use-cases:read", gettext_noop("Lire les cas d’usage")
    READ_REQUESTS = "requests:read", gettext_noop("Lire les demandes")
    READ_SEATS = "seats:read", gettext_noop("Lire les sièges")
    READ_DECISIONS = "decisions:read", gettext_noop("Lire les décisions du plan")
    CLASSIFY = "classify", gettext_noop("Classer des réponses selon l’AI Act")
    ASK_DATA = "data-answers", gettext_noop("Demander si des données peuvent être envoyées")


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that these roles may do together."""
    return frozenset().union(*(GRANTS[role] for role in roles))


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether any of these roles grants the permission."""
    return any(permission in GRANTS[role] for role in roles)


def roles_granting(permissions: Iterable[Permission]) -> tuple[Role, ...]:
    """The roles that hold at least one of the permissions, in the order of `Role`."""
    wanted = frozenset(permissions)
    return tuple(role for role in Role if GRANTS[role] & wanted)


def roles_table() -> str:
    """The page `docs/roles.md`: one line per permission, one column per role, then what each role is for."""
    head = ["| Droit | " + " | ".join(role.label for role in Role) + " |", "|---|" + ":-:|" * len(Role)]
    rows = [
        f"| {permission.label} (`{permission.value}`) | "
        + " | ".join("oui" if permission in GRANTS[role] else "–" for role in Role)
        + " |"
        for permission in Permission
    ]
    return "\n".join(["# Rôles et droits", "", *_role_lines(), "", "## Droits", "", *head, *rows, ""])


def _role_lines() -> list[str]:
    lines = [
        "## Rôles",
        "",
        "| Rôle | À quoi il sert | Second facteur | Confirmé à deux |",
        "|---|---|:-:|:-:|",
    ]
    for role in Role:
        factor = "oui" if role in SECOND_FACTOR else "–"
        eyes = "oui" if role in FOUR_EYES else "–"
        lines.append(f"| {role.label} (`{role.value}`) | {DESCRIPTIONS[role]} | {factor} | {eyes} |")
    return lines
