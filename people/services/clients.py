"""Clients: made by who keeps the registry; what they say about AI is recorded by the DPO."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import AiPolicy, Client, Sector
from people.permissions import can_open_client, can_record_policy
from people.services.slugs import free_slug, is_taken


@transaction.atomic
def create(*, name: str, by: Any, sector: str = Sector.OTHER, cloud: str = "") -> Client:
    """A new client, that has not said anything about AI yet. Raises Refused when the name is taken."""
    can_open_client(by).enforce()
    name = name.strip()
    if is_taken(Client, name):
        raise Refused(_("Un client porte déjà ce nom."))
    client = Client(name=name, slug=free_slug(Client, name), sector=sector, cloud=cloud.strip())
    with audit.record("client.created", by=by, on=client):
        client.save()
    return client


@transaction.atomic
def record_policy(client: Client, *, policy: str, reference: str, on: date, by: Any) -> Client:
    """What the client says about AI on its data, where it is written and since when.

    Raises Refused without a reference: silence is not an agreement.
    """
    can_record_policy(by).enforce()
    policy, reference = AiPolicy(policy), reference.strip()
    if policy is not AiPolicy.UNKNOWN and not reference:
        raise Refused(_("Indiquez où le client l’écrit\u00a0: contrat, avenant ou courriel."))
    client = Client.objects.select_for_update().get(pk=client.pk)
    if (client.ai_policy, client.ai_policy_reference, client.ai_policy_on) == (policy, reference, on):
        return client
    client.ai_policy, client.ai_policy_reference, client.ai_policy_on = policy.value, reference, on
    with audit.record("client.policy_recorded", by=by, on=client):
        client.save(update_fields=["ai_policy", "ai_policy_reference", "ai_policy_on"])
    return client
