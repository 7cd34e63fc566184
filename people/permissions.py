"""May I? Each answer is a Verdict: it disables the button, fills the tooltip and stops the service.

`by` is a person, or a named job (`Actor`): a job is code that was reviewed, and the trail carries its name.
"""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from etech_ai.verdicts import YES, Verdict, no
from people.access import SECOND_FACTOR, Permission, Role, roles_granting
from people.models import ApiToken, RoleAssignment, User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_factor_for(user: User, roles: Iterable[Role]) -> bool:
    """Whether the person has enrolled a second factor, where one of these roles takes one."""
    if not settings.SECOND_FACTOR_REQUIRED or not SECOND_FACTOR & frozenset(roles):
        return True
    return is_mfa_enabled(user, FACTORS)


def holds_permission(by: Any, permission: Permission) -> Verdict:
    """Whether the person holds the permission; the refusal names the roles that do."""
    if not isinstance(by, User) or by.may(permission):
        return YES
    roles = ", ".join(_(role.label) for role in roles_granting([permission]))
    return no(_("Cette action est réservée à ce rôle\u00a0: %(roles)s.") % {"roles": roles})


def can_manage_people(by: Any) -> Verdict:
    """Invite, admit, make teams, clients and projects."""
    return holds_permission(by, Permission.MANAGE_PEOPLE)


def can_open_client(by: Any) -> Verdict:
    """Register a client and its first project: who keeps the registry, or the DPO who reads its contract."""
    if isinstance(by, User) and by.may(Permission.EDIT_DATA_RULES):
        return YES
    return can_manage_people(by)


def can_admit(by: Any, user: User) -> Verdict:
    """Admit or refuse somebody who waits."""
    if user.status != "pending":
        return no(_("%(name)s n’attend pas d’admission.") % {"name": user})
    return can_manage_people(by)


def can_grant(by: Any, user: User, role: Role) -> Verdict:
    """Give a role to somebody else who is admitted."""
    if not (manages := can_manage_people(by)):
        return manages
    if role is Role.STAFF:
        return no(_("Ce rôle vient avec l’admission, personne ne le donne."))
    if not user.is_admitted:
        return no(_("Admettez d’abord %(name)s, puis donnez le rôle.") % {"name": user})
    if by == user:
        return no(_("Un rôle se reçoit d’une autre personne\u00a0: demandez à un autre administrateur."))
    return YES


def can_confirm(by: Any, assignment: RoleAssignment) -> Verdict:
    """Confirm the role of a DPO or an administrator: a second person, and not who receives it."""
    if not assignment.waits_for_second_person:
        return no(_("Ce rôle n’attend pas de confirmation."))
    if not (manages := can_manage_people(by)):
        return manages
    if isinstance(by, User) and by.pk == assignment.granted_by_id:
        return no(_("Vous avez donné ce rôle\u00a0: un autre administrateur le confirme."))
    if isinstance(by, User) and by.pk == assignment.user_id:
        return no(_("Ce rôle vous est donné\u00a0: un autre administrateur le confirme."))
    return YES


def can_end_role(by: Any, assignment: RoleAssignment) -> Verdict:
    """End a role, unless the portal would be left without an administrator."""
    if not (manages := can_manage_people(by)):
        return manages
    if assignment.role == Role.ADMIN and not assignment.waits_for_second_person:
        return _another_admin_than(assignment.user)
    return YES


def can_record_leaver(by: Any, user: User) -> Verdict:
    """Record that somebody left."""
    if user.status == "left":
        return no(_("Le départ de %(name)s est déjà enregistré.") % {"name": user})
    if not (manages := can_manage_people(by)):
        return manages
    if by == user:
        return no(_("Un autre administrateur enregistre votre départ."))
    return _another_admin_than(user) if user.holds(Role.ADMIN) else YES


def can_record_policy(by: Any) -> Verdict:
    """Record what a client says about AI on its data."""
    return holds_permission(by, Permission.EDIT_DATA_RULES)


def can_record_completion(by: Any, user: User, proof: str) -> Verdict:
    """Record a training followed: one's own with a proof, anybody's for who manages people."""
    if by == user:
        return YES if proof.strip() else no(_("Indiquez une preuve\u00a0: attestation, lien ou session."))
    return can_manage_people(by)


def can_make_token(by: Any, owner: User) -> Verdict:
    """An access token acts in its owner's name: nobody makes one for somebody else."""
    if by != owner:
        return no(_("Chacun crée ses propres jetons d’accès."))
    if not owner.is_admitted:
        return no(_("Votre compte attend d’être admis."))
    return YES


def can_revoke_token(by: Any, token: ApiToken) -> Verdict:
    """One's own tokens, and anybody's for who manages people."""
    if token.revoked_at:
        return no(_("Ce jeton est déjà révoqué."))
    return YES if by == token.owner else can_manage_people(by)


def _another_admin_than(user: User) -> Verdict:
    if User.objects.holding(Role.ADMIN, timezone.localdate()).exclude(pk=user.pk).exists():
        return YES
    return no(_("Le portail n’aurait plus d’administrateur\u00a0: nommez-en d’abord un autre."))
