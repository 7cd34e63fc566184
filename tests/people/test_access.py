import pytest

from people import access
from people.access import GRANTS, Permission, Role, may, roles_granting

HELD_BY = {
    Permission.USE_PORTAL: {Role.STAFF},
    Permission.MANAGE_PEOPLE: {Role.ADMIN},
    Permission.READ_TRAIL: {Role.DPO},
    Permission.EDIT_CATALOGUE: {Role.CHAMPION, Role.LICENCES, Role.DPO},
    Permission.EDIT_DATA_RULES: {Role.DPO},
    Permission.CHANGE_DATA_RULES: {Role.DPO, Role.DIRECTION},
    Permission.SEE_ALL_CLIENTS: {Role.DPO, Role.DIRECTION, Role.LICENCES},
    Permission.SEE_CLAUSES: {Role.DPO},
    Permission.DECIDE_AS_CHAMPION: {Role.CHAMPION},
    Permission.DECIDE_AS_DPO: {Role.DPO},
    Permission.DECIDE_AS_DIRECTION: {Role.DIRECTION},
    Permission.DECIDE_AS_FINANCE: {Role.FINANCE},
    Permission.DECIDE_AS_LICENCES: {Role.LICENCES},
    Permission.MANAGE_SEATS: {Role.LICENCES},
    Permission.MANAGE_CONNECTIONS: {Role.LICENCES, Role.ADMIN},
    Permission.ADMIT_VENDOR_HOSTS: {Role.ADMIN},
    Permission.MANAGE_WEBHOOKS: {Role.ADMIN},
    Permission.SEE_COSTS: {Role.FINANCE, Role.DIRECTION, Role.LICENCES},
    Permission.CLASSIFY_ANY_USE_CASE: {Role.DPO},
    Permission.SEE_ALL_USE_CASES: {Role.DPO, Role.DIRECTION, Role.CHAMPION},
    Permission.READ_DOSSIERS: {Role.DPO, Role.DIRECTION},
    Permission.SEAL_DOSSIERS: {Role.DPO},
    Permission.EDIT_ROADMAP: {Role.DIRECTION},
    Permission.DECIDE_DECISIONS: {Role.DIRECTION},
}


@pytest.mark.parametrize("permission", list(Permission))
def test_each_permission_is_held_by_these_roles_and_no_other(permission):
    assert {role for role in Role if permission in GRANTS[role]} == HELD_BY[permission]


def test_nobody_without_a_role_may_anything():
    assert not any(may(frozenset(), permission) for permission in Permission)


def test_roles_add_up():
    both = {Role.FINANCE, Role.CHAMPION}

    assert may(both, Permission.SEE_COSTS)
    assert may(both, Permission.DECIDE_AS_CHAMPION)


def test_a_door_with_several_permissions_names_every_role_that_opens_it():
    roles = roles_granting([Permission.SEE_COSTS, Permission.READ_TRAIL])

    assert roles == (Role.LICENCES, Role.FINANCE, Role.DPO, Role.DIRECTION)


def test_every_role_and_permission_is_said_in_words():
    table = access.roles_table()

    assert all(role.label in table and access.DESCRIPTIONS[role] in table for role in Role)
    assert all(permission.label in table for permission in Permission)
