"""People: invited, registered by the identity provider, admitted, changed, leaving."""

from datetime import date, datetime
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from etech_ai.audit import recording as audit
from etech_ai.audit.recording import Actor
from etech_ai.jobs import queue
from etech_ai.verdicts import Refused
from people.models import Profile, Team, User, UserStatus
from people.permissions import can_admit, can_manage_people, can_record_leaver
from people.services import mails, notifications, projects, roles, tokens

PROVIDER = Actor("job:single-sign-on")
EDITABLE = frozenset({"first_name", "last_name", "job_title", "profile", "team"})


@transaction.atomic
def invite(
    *,
    email: str,
    first_name: str,
    last_name: str,
    by: Any,
    now: datetime,
    profile: str = Profile.OTHER,
    team: Team | None = None,
    job_title: str = "",
    language: str = "fr",
    mail: bool = True,
) -> User:
    """Admit somebody by inviting them: a mail lets them choose a password, once, within some days.

    The administrator vouches for the address. `mail=False` leaves no mail (loaders, first administrator).
    Raises Refused when somebody already has that address.
    """
    can_manage_people(by).enforce()
    email = _free_email(email)
    user = User(
        email=email, first_name=first_name.strip(), last_name=last_name.strip(), job_title=job_title.strip(),
        profile=profile, team=team, language=language, status=UserStatus.ACTIVE,
        joined_on=timezone.localdate(now),
    )  # fmt: skip
    user.set_unusable_password()
    with audit.record("user.invited", by=by, on=user):
        user.save()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    if mail:
        _leave_invitation(user, now)
    return user


def invite_again(user: User, *, by: Any, now: datetime) -> None:
    """Send the invitation again to somebody who has not signed in yet."""
    can_manage_people(by).enforce()
    if user.last_login or not user.is_admitted:
        raise Refused(
            _("L’invitation n’est plus utile\u00a0: la personne s’est déjà connectée ou n’est pas admise.")
        )
    with audit.record("user.invited_again", by=by, on=user, facts={}):
        _leave_invitation(user, now)


@transaction.atomic
def register_from_provider(*, email: str, first_name: str, last_name: str) -> User:
    """Somebody unknown came through the identity provider: they wait, without a role, to be admitted."""
    user = User(email=_free_email(email), first_name=first_name.strip(), last_name=last_name.strip())
    user.set_unusable_password()
    with audit.record("user.registered", by=PROVIDER, on=user):
        user.save()
    for administrator in User.objects.holding(roles.Role.ADMIN, timezone.localdate()):
        notifications.tell(
            administrator, event="user.registered", subject=gettext_lazy("Une personne attend d’être admise"),
            text=user.full_name, url=reverse("people:user_list") + "?status=pending",
        )  # fmt: skip
    return user


@transaction.atomic
def admit(
    user: User, *, by: Any, now: datetime, profile: str = "", team: Team | None = None, job_title: str = ""
) -> User:
    """Somebody who waited becomes one of us; the administrator vouches for the address."""
    user = _locked(user)
    can_admit(by, user).enforce()
    user.status, user.joined_on = UserStatus.ACTIVE, timezone.localdate(now)
    user.profile, user.team = profile or user.profile, team or user.team
    user.job_title = job_title or user.job_title
    with audit.record("user.admitted", by=by, on=user):
        user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
    notifications.tell(
        user, event="user.admitted", subject=gettext_lazy("Votre accès au portail IA est ouvert"), url="/"
    )
    return user


@transaction.atomic
def refuse(user: User, *, by: Any, today: date) -> User:
    """Somebody who waited is not admitted: they may not sign in any more."""
    user = _locked(user)
    can_admit(by, user).enforce()
    user.status, user.left_on = UserStatus.LEFT, today
    with audit.record("user.refused", by=by, on=user):
        user.save()
    return user


@transaction.atomic
def edit(user: User, *, by: Any, **changes: Any) -> User:
    """Change names, title, profile or team; nothing happens when nothing differs."""
    can_manage_people(by).enforce()
    if unknown := set(changes) - EDITABLE:
        raise ValueError(f"Not for edit(): {', '.join(sorted(unknown))}")
    return _change(user, "user.changed", by, changes)


@transaction.atomic
def edit_sheet(user: User, *, email: str, by: Any, **changes: Any) -> User:
    """Everything on the sheet together, as the form sends it."""
    return change_email(edit(user, by=by, **changes), email=email, by=by)


@transaction.atomic
def change_email(user: User, *, email: str, by: Any) -> User:
    """Give somebody another address: it is how they sign in, so an administrator does it."""
    can_manage_people(by).enforce()
    if email.strip().lower() == user.email:
        return user
    user = _change(user, "user.email_changed", by, {"email": _free_email(email)})
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@transaction.atomic
def set_preferences(user: User, *, language: str, one_key_shortcuts: bool) -> User:
    """One's own language and shortcuts."""
    changes = {"language": language, "one_key_shortcuts": one_key_shortcuts}
    return _change(user, "user.preferences_changed", user, changes)


@transaction.atomic
def leave(user: User, *, by: Any, today: date) -> User:
    """Record a departure: roles, memberships and access tokens end, and the person may not sign in any more.

    The floors above read `status` and `left_on` for what is theirs: seats to release, requests to close.
    """
    user = _locked(user)
    can_record_leaver(by, user).enforce()
    user.status, user.left_on = UserStatus.LEFT, today
    user.set_unusable_password()  # also ends sessions and pending password links
    with audit.record("user.left", by=by, on=user):
        user.save()
        roles.end_all(user, by=by, today=today)
        projects.remove_everywhere(user, by=by, today=today)
        tokens.revoke_all(user, by=by, now=timezone.now())
    return user


def signed_in(user: User, *, method: str) -> None:
    """A sign-in is a fact in the trail; failed ones are only counted, by the throttle."""
    with audit.record("user.signed_in", by=user, on=user, facts={"method": method}):
        pass


def set_password(user: User, *, password: str, by: Any) -> None:
    """Give a password without a mail (first administrator, demo accounts). The trail keeps only the fact."""
    can_manage_people(by).enforce()
    user.set_password(password)
    with audit.record("user.password_set", by=by, on=user, facts={}):
        user.save(update_fields=["password"])


def send_invitation(user: User) -> bool:
    """Mail the link that sets a password: signed, single-use, dead after PASSWORD_RESET_TIMEOUT."""
    if not user.is_admitted or user.last_login:
        return False
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    with override(user.language):
        subject = _("Votre accès au portail IA d’Etech")
    days = settings.PASSWORD_RESET_TIMEOUT // 86400
    link = settings.BASE_URL.rstrip("/") + path
    context = {"link": link, "days": days}
    mails.send(user, subject=subject, template="people/invitation", context=context)
    return True


def _leave_invitation(user: User, now: datetime) -> None:
    key = f"invitation:{user.pk}:{int(now.timestamp())}"
    queue.leave("people.send_invitation", subject=f"people.user:{user.pk}", key=key)


def _change(user: User, event: str, by: Any, changes: dict[str, Any]) -> User:
    user = _locked(user)
    if all(getattr(user, name) == value for name, value in changes.items()):
        return user
    for name, value in changes.items():
        setattr(user, name, value)
    with audit.record(event, by=by, on=user):
        user.save(update_fields=list(changes))
    return user


def _free_email(email: str) -> str:
    email = email.strip().lower()
    if User.objects.with_email(email).exists():
        raise Refused(_("Une personne a déjà cette adresse\u00a0: ouvrez sa fiche."))
    return email


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)
