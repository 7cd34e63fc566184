"""What the register knows and the questionnaire does not ask: flags of kind `registry`. Pure."""

from collections.abc import Iterable

PERSONAL_LEVELS = frozenset({"personal", "special_category"})
PUBLIC_SECTOR = "public"


def registry_facts(*, levels: Iterable[str], client_sector: str = "") -> frozenset[str]:
    """The facts given to the engine beside the answers.

    `personal_data` when a declared level names a person, `public_authority` when the client is a public body.
    `provider_outside_eu` is never raised: Art. 22 binds a provider, and when we are the provider we are
    established in France. `special_data_for_bias` and `gpai_systemic` have no source in the register yet.
    """
    facts = set()
    if PERSONAL_LEVELS & set(levels):
        facts.add("personal_data")
    if client_sector == PUBLIC_SECTOR:
        facts.add("public_authority")
    return frozenset(facts)
