import pytest

from catalog.key_shapes import holds_a_key


@pytest.mark.parametrize(
    "text",
    [
        "sk-" + "ant-api03-abcdefgh1234",
        "clé : ghp_" + "A1b2C3d4E5f6G7h8",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "AIza" + "SyA-1234567890abcdefghi",
        "hf_" + "abcdefghijklmnopqrst",
        "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0",
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        "a9f8e7d6c5b4a3f2e1d0c9b8",
    ],
)
def test_what_looks_like_a_key_is_seen(text):
    assert holds_a_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vaultwarden, coffre Développement, entrée « Mistral recette »",
        "secret/data/ia/mistral-production-2026",
        "GitHub Actions, secret MISTRAL_API_KEY du dépôt portail",
        "Anticonstitutionnellement2",
        "",
    ],
)
def test_a_place_is_no_key(text):
    assert not holds_a_key(text)
