"""How allauth meets the house: who may come in, and how what it does to a person gets into the trail.

Local sign-up is closed. The identity provider brings unknown people in as pending. An account is linked by an
address only when the configured issuer itself says that the address is verified.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from etech_ai.verdicts import Refused
from people.models import User
from people.services import users

EMAIL_CLAIM_LENGTH = 254


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts: nobody signs up by themselves, and each sign-in is a fact in the trail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        methods = [record["method"] for record in get_authentication_records(request, user)]
        super().login(request, user)
        users.signed_in(user, method="+".join(dict.fromkeys(methods)) or "password")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            remember_language(response, user.language)
        return response


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Accounts from the identity provider (OpenID Connect)."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account to link to this identity: its verified address, one of us, not linked to another."""
        email = verified_email(sociallogin)
        user = User.objects.with_email(email).first() if email else None
        if user is None or not user.is_active or SocialAccount.objects.filter(user=user).exists():
            return None
        return user, user.email

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse an identity that we cannot trust, with a sentence that says what to do."""
        if not from_configured_issuer(sociallogin):
            raise self._refusal(request, _("La réponse ne vient pas du fournisseur d’identité configuré."))
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        email = claims(sociallogin).get("email") or ""
        if not email or len(email) > EMAIL_CLAIM_LENGTH:
            raise self._refusal(
                request, _("Votre fournisseur d’identité ne nous donne pas votre adresse e-mail.")
            )
        if _is_known(email):
            raise self._refusal(
                request,
                _(
                    "Un compte existe avec cette adresse, mais votre fournisseur d’identité ne l’a pas "
                    "vérifiée, ou ce compte est relié à une autre identité. Connectez-vous avec votre "
                    "mot de passe, ou écrivez à l’administration du portail."
                ),
            )

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Somebody unknown: registered by our service as pending, then linked to this identity."""
        person = sociallogin.user
        try:
            user = users.register_from_provider(
                email=person.email, first_name=person.first_name[:80], last_name=person.last_name[:80]
            )
        except Refused as refusal:  # two first sign-ins at the same time
            raise self._refusal(request, str(refusal)) from refusal
        sociallogin.user = user
        for address in sociallogin.email_addresses:
            address.email, address.verified = user.email, bool(verified_email(sociallogin))
        sociallogin.save(request)
        return user

    def _refusal(self, request: HttpRequest, reason: str) -> ImmediateHttpResponse:
        return ImmediateHttpResponse(
            render(request, "people/sign_in_refused_page.html", {"reason": reason}, status=403)
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP secrets lie encrypted in the database, with the same keys as vendor credentials."""

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()


def claims(sociallogin: SocialLogin) -> dict[str, Any]:
    """What the provider says about the person; userinfo first, as allauth does."""
    data = sociallogin.account.extra_data
    return data.get("userinfo") or data.get("id_token") or {}


def verified_email(sociallogin: SocialLogin) -> str:
    """The address that the configured issuer says it verified, or "". Only a true boolean counts."""
    said = claims(sociallogin)
    if said.get("email_verified") is True and from_configured_issuer(sociallogin):
        return str(said.get("email") or "").strip().lower()
    return ""


def from_configured_issuer(sociallogin: SocialLogin) -> bool:
    """Whether the ID token names our issuer, and the same subject as userinfo (OIDC Core 3.1.3.7, 5.3.2)."""
    token = sociallogin.account.extra_data.get("id_token") or {}
    userinfo = sociallogin.account.extra_data.get("userinfo") or token
    same_issuer = str(token.get("iss", "")).rstrip("/") == settings.OIDC_ISSUER.rstrip("/") != ""
    return same_issuer and bool(token.get("sub")) and token["sub"] == userinfo.get("sub")


def remember_language(response: HttpResponse, language: str) -> None:
    """The language cookie, as the language switch sets it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
    )


def _is_known(email: str) -> bool:
    in_accounts = User.objects.with_email(email).exists()
    return in_accounts or EmailAddress.objects.filter(email__iexact=email.strip()).exists()


def _vault() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CREDENTIAL_KEYS])
