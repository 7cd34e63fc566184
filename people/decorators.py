"""Who may open an address: every view says it with one of these, and a test fails on a view that does not.

    @requires(Permission.MANAGE_PEOPLE)      any one of the permissions named
    @open_to_staff                           every admitted person
    @open_to_pending                         whoever is signed in, admitted or not
    @public                                  strangers too

What a view declared lies in `view.access`, where the role × URL matrix reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from people.access import Permission, Role, roles_granting
from people.models import User

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Access:
    """What a view declared: open to strangers, to pending people, or to holders of one of `permissions`."""

    permissions: frozenset[Permission] = frozenset()
    is_public: bool = False
    admits_pending: bool = False


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Open to people who hold at least one of the permissions; 403 to the others, with the roles it takes."""
    if not permissions:
        raise ValueError("Name at least one permission, or use open_to_staff.")
    return _guarded(Access(permissions=frozenset(permissions)))


def open_to_staff(view: View) -> View:
    """Open to every admitted person."""
    return _guarded(Access(permissions=frozenset({Permission.USE_PORTAL})))(view)


def open_to_pending(view: View) -> View:
    """Open to whoever is signed in, pending people included (the waiting page, signing out)."""
    return _guarded(Access(admits_pending=True))(view)


def public(view: View) -> View:
    """Open to strangers: nothing of the house may show there."""
    view = login_not_required(view)
    view.access = Access(is_public=True)  # type: ignore[attr-defined]
    return view


def _guarded(access: Access) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            return _turned_away(request, access) or view(request, *args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return decorate


def _turned_away(request: HttpRequest, access: Access) -> HttpResponse | None:
    """The answer to somebody who may not come in, or None."""
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if access.admits_pending:
        return None
    if not user.is_admitted:
        return redirect("people:pending")
    if any(user.may(permission) for permission in access.permissions):
        return None
    return forbidden(request, access.permissions)


def forbidden(request: HttpRequest, permissions: frozenset[Permission]) -> HttpResponse:
    """403, with the roles that would open the door and whom to ask."""
    administrators = User.objects.holding(Role.ADMIN, timezone.localdate()).order_by("last_name", "pk")
    context = {"needed_roles": roles_granting(permissions), "contacts": administrators[:3]}
    return render(request, "403.html", context, status=403)
