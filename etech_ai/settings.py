"""Settings: one file, driven by the environment. Every variable is listed in docs/operations.md."""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

# --- Which installation this is -------------------------------------------------------------------
PRODUCTION = env.bool("ETECH_PRODUCTION", False)
DATA_DIR = Path(env("ETECH_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
if not PRODUCTION:
    env.read_env(str(DATA_DIR / "keys.env"), overwrite=False)  # made by `manage.py create_keys`
DEBUG = env.bool("ETECH_DEBUG", not PRODUCTION and not TESTING)
DEMO_MODE = env.bool("ETECH_DEMO", not PRODUCTION and not TESTING)
if DEMO_MODE and not DEBUG and not env.bool("ETECH_DEMO_WITHOUT_DEBUG", False):
    raise ImproperlyConfigured(
        "Demo mode lets anybody sign in, so it does not start with DEBUG off. "
        "Set ETECH_DEMO=0, or ETECH_DEMO_WITHOUT_DEBUG=1 if that is really what you want."
    )


def _key(name: str, embedded: str) -> str:
    """A key from the environment; only an embedded installation that has none yet gets a stand-in."""
    value = env(name, default="")
    if not value and PRODUCTION and sys.argv[1:2] != ["create_keys"]:
        raise ImproperlyConfigured(f"{name} is not set: run manage.py create_keys, keep its output safe.")
    return value or embedded


# In each, the first key is used and the ones after a comma are still accepted: that is how keys are rotated.
SECRET_KEY, *SECRET_KEY_FALLBACKS = _key("ETECH_SECRET_KEY", "embedded-only-" + "0" * 50).split(",")
CREDENTIAL_KEYS = _key("ETECH_CREDENTIAL_KEYS", "ZW1iZWRkZWQtb25seS1lbWJlZGRlZC1vbmx5LTAwMDA=").split(",")
SEAL_KEYS = _key("ETECH_SEAL_KEYS", "ZW1iZWRkZWQtb25seS1lbWJlZGRlZC1vbmx5LTAwMDA=").split(",")
ALLOWED_HOSTS = env.list("ETECH_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
BASE_URL = env("ETECH_BASE_URL", default="http://127.0.0.1:8000")
VENDOR_HOSTS = env.list(
    "ETECH_VENDOR_HOSTS", default=[]
)  # gateways of ours, by exact name, that may be private
ALLOW_LOOPBACK_VENDORS = env.bool("ETECH_ALLOW_LOOPBACK_VENDORS", False)
if ALLOW_LOOPBACK_VENDORS and PRODUCTION:
    raise ImproperlyConfigured(
        "ETECH_ALLOW_LOOPBACK_VENDORS lets connections reach this machine: it is for tests and demos only. "
        "Remove it, or name private gateways in ETECH_VENDOR_HOSTS."
    )

# --- Applications ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "template_partials",
    "etech_ai",
    "etech_ai.audit",
    "etech_ai.jobs",
    "people",
    "catalog",
    "compliance",
    "usecases",
    "approvals",
    "roadmap",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "etech_ai.urls"
WSGI_APPLICATION = "etech_ai.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "etech_ai.context.portal",
            ],
        },
    }
]

# --- Database, cache, jobs ------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: with WAL and the default, read-then-write transactions fail at once under concurrency.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;",
    }
REDIS_URL = env("REDIS_URL", default="")
# Throttling counts here, so it must be one cache for all processes: Redis, else a table of the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
}
BROKER_DIR = DATA_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_TRANSPORT = None if REDIS_URL else "etech_ai.broker.Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 1800, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(DATA_DIR / "broker-control"),
        "polling_interval": 0.05,
    }
)
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Printing takes memory (60 MB and 1.6 MB a page): its own queue, so that it may have a worker of its own.
JOB_QUEUES = {"usecases.render_dossier": "dossiers"}

# --- Language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = CELERY_TIMEZONE = "Europe/Paris"  # what people see, and what working days follow
USE_TZ = True

# --- Static files and templates' security ---------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static" if PRODUCTION else None  # embedded: served by finders, nothing is collected
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
if PRODUCTION:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
MEDIA_ROOT = DATA_DIR / "files"

OIDC_ISSUER = env("ETECH_OIDC_ISSUER", default="")
OIDC_ORIGIN = "/".join(OIDC_ISSUER.split("/")[:3])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Chromium applies form-action to the redirect from our form to the identity provider.
        "form-action": [SELF, OIDC_ORIGIN] if OIDC_ORIGIN else [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

TLS = env.bool("ETECH_TLS", PRODUCTION)
TRUSTED_PROXIES = env.int("ETECH_TRUSTED_PROXIES", 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS and TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if TLS else []
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# --- sign-in (people) -----------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Holders of dpo, admin, licences and direction enrol a second factor before anything else.
SECOND_FACTOR_REQUIRED = not DEMO_MODE and not TESTING
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES  # which X-Forwarded-For entry the throttle believes
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # administrators vouch for addresses
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Portail IA] "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if TLS else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/m/key",
}
SOCIALACCOUNT_ADAPTER = "people.adapter.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_APP = {
    "provider_id": "etech",
    "name": env("ETECH_OIDC_NAME", default="Etech"),
    "client_id": env("ETECH_OIDC_CLIENT_ID", default=""),
    "secret": env("ETECH_OIDC_CLIENT_SECRET", default=""),
    "settings": {"server_url": OIDC_ISSUER.rstrip("/")},
}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [OIDC_APP] if OIDC_ISSUER else []}
}
MFA_ADAPTER = "people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Portail IA Etech"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or TESTING  # passkeys on http://localhost
# --- end of sign-in -------------------------------------------------------------------------------

# --- API ------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    # Endpoints say all of this themselves (people/api/endpoints.py); a view that forgot is shut by these.
    "DEFAULT_AUTHENTICATION_CLASSES": ["people.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["etech_ai.api.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "people.api.schema.DescribedSchema",
    "DEFAULT_THROTTLE_RATES": {"api": "300/min", "engines": "120/min", "tries": "20/min"},
    "EXCEPTION_HANDLER": "etech_ai.api.errors.answer",
    "NUM_PROXIES": TRUSTED_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Portail IA Etech",
    "DESCRIPTION": gettext_lazy(
        "Le catalogue, les cas d’usage, les demandes, les sièges et les décisions, tels que vous les voyez "
        "dans le portail, et les deux moteurs de règles. Ce que vous ne pouvez pas voir n’existe pas ici."
    ),
    "TAGS": [
        {"name": "catalogue", "description": gettext_lazy("Outils, offres et sièges")},
        {"name": "use-cases", "description": gettext_lazy("Le registre des cas d’usage")},
        {"name": "requests", "description": gettext_lazy("Les demandes et leurs étapes")},
        {"name": "decisions", "description": gettext_lazy("Le registre des décisions du plan")},
        {"name": "engines", "description": gettext_lazy("Les deux moteurs de règles, sans rien écrire")},
    ],
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": 0, "validatorUrl": None},
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # fields describe their values, in the reader's language
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "CommentNature": "approvals.models.comment.CommentNature",
        "DataLevel": "catalog.enums.DataLevel",
        "DataResult": ["allowed", "refused", "forbidden"],
        "DecisionState": "roadmap.models.decision.DecisionState",
        "Period": "catalog.enums.Period",
        "Pricing": "catalog.enums.Pricing",
        "Region": "catalog.enums.Region",
        "RequestKind": "approvals.workflow.Kind",
        "RequestState": "approvals.workflow.State",
        "StepDecision": "approvals.workflow.Move",
        "StepRole": "approvals.workflow.Decider",
        "StepState": "approvals.workflow.StepState",
        "StepTask": "approvals.workflow.Task",
        "ToolCategory": "catalog.enums.ToolCategory",
        "ToolClass": "catalog.enums.ToolClass",
        "ToolDecision": "catalog.enums.ToolDecision",
        "Tristate": "catalog.enums.Tristate",
        "ReviewReason": "usecases.freshness.Stale",
        "UseCaseFrequency": "usecases.vocabulary.Frequency",
        "UseCaseObjective": "usecases.vocabulary.Objective",
        "UseCaseStatus": "usecases.vocabulary.Standing",
        "ObligationProgress": "usecases.vocabulary.Progress",
    },
}

# --- Mail and logs --------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("ETECH_MAIL_FROM", default="portail-ia@localhost")
_mail = env.email_url(
    "ETECH_MAIL_URL", default="consolemail://" if PRODUCTION else f"filemail:///{DATA_DIR}/mail"
)
vars().update({key: value for key, value in _mail.items() if key.startswith("EMAIL_")})
EMAIL_TIMEOUT = 30  # seconds: a mail server that hangs holds a worker no longer, well within a job's lease
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING" if TESTING else "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []

if TESTING:
    MEDIA_ROOT = DATA_DIR / "test-files"
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
