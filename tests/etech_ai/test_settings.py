"""An installation starts as it should, or says in one sentence why not."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "ETECH_PRODUCTION": "1",
    "ETECH_SECRET_KEY": "x" * 60,
    "ETECH_CREDENTIAL_KEYS": "ZW1iZWRkZWQtb25seS1lbWJlZGRlZC1vbmx5LTAwMDA=",
    "ETECH_SEAL_KEYS": "ZW1iZWRkZWQtb25seS1lbWJlZGRlZC1vbmx5LTAwMDA=",
    "ETECH_HOSTS": "portail.example",
    "ETECH_BASE_URL": "https://portail.example",
}


def _read(name: str, folder: str, **environment: str) -> subprocess.CompletedProcess:
    """One setting as a fresh process with that environment sees it."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("ETECH_", "DATABASE_", "REDIS_"))
    }
    return subprocess.run(
        [sys.executable, "-c", f"from etech_ai import settings; print(settings.{name})"],
        env={**kept, "ETECH_DATA_DIR": folder, **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )


def test_embedded_defaults_are_demo_with_debug(tmp_path):
    assert _read("DEMO_MODE, settings.DEBUG", str(tmp_path)).stdout.strip() == "True True"


def test_demo_mode_does_not_start_with_debug_off(tmp_path):
    refused = _read("DEBUG", str(tmp_path), ETECH_DEBUG="0")

    assert refused.returncode != 0
    assert "Demo mode lets anybody sign in" in refused.stderr


def test_demo_mode_starts_with_debug_off_when_asked_for(tmp_path):
    asked = _read("DEMO_MODE", str(tmp_path), ETECH_DEBUG="0", ETECH_DEMO_WITHOUT_DEBUG="1")

    assert asked.stdout.strip() == "True"


def test_production_has_neither_demo_nor_debug(tmp_path):
    assert _read("DEMO_MODE, settings.DEBUG", str(tmp_path), **PRODUCTION).stdout.strip() == "False False"


@pytest.mark.parametrize("key", ["ETECH_SECRET_KEY", "ETECH_CREDENTIAL_KEYS", "ETECH_SEAL_KEYS"])
def test_production_does_not_start_without_its_keys(tmp_path, key):
    missing = _read("DEBUG", str(tmp_path), **{**PRODUCTION, key: ""})

    assert missing.returncode != 0
    assert f"{key} is not set" in missing.stderr


def test_production_wants_cookies_over_tls_alone(tmp_path):
    names = "SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0"

    assert _read(names, str(tmp_path), **PRODUCTION).stdout.strip() == "True True True"


def test_the_policy_admits_the_identity_provider_as_a_form_target(tmp_path):
    issuer = {"ETECH_OIDC_ISSUER": "https://id.example/realms/etech"}
    policy = _read("CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']", str(tmp_path), **issuer)

    assert "https://id.example" in policy.stdout


def test_postgresql_and_redis_are_named_by_the_environment(tmp_path):
    servers = {"DATABASE_URL": "postgres://u:p@127.0.0.1:1/etech", "REDIS_URL": "redis://127.0.0.1:2/0"}
    read = _read("DATABASES['default']['ENGINE'], settings.CELERY_BROKER_URL", str(tmp_path), **servers)

    assert read.stdout.split() == ["django.db.backends.postgresql", "redis://127.0.0.1:2/0"]
