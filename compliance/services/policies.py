"""House policies: published in versions, accepted by each person."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from compliance.models import Acknowledgement, Policy, PolicyVersion
from compliance.permissions import can_publish_policy
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused


@transaction.atomic
def publish(
    title: str,
    *,
    body: str,
    effective_on: date,
    by: Any,
    slug: str = "",
    requires_acknowledgement: bool = True,
) -> PolicyVersion:
    """A new version of the policy with that slug (or title); the policy is created when it is new.

    Raises Refused without a text. A published version never changes: a correction is the next version.
    """
    can_publish_policy(by).enforce()
    if not title.strip() or not body.strip():
        raise Refused(_("Donnez un titre et un texte à la règle."))
    slug = slug or slugify(title)
    policy = Policy.objects.select_for_update().filter(slug=slug).first()
    version = PolicyVersion(
        number=_next_number(policy), body=body.strip(), effective_on=effective_on,
        requires_acknowledgement=requires_acknowledgement,
    )  # fmt: skip
    version.policy = policy or Policy(title=title.strip(), slug=slug)
    with audit.record("policy.published", by=by, on=version):
        if policy is None:
            version.policy.save(force_insert=True)
        version.policy_id = version.policy.pk
        version.save(force_insert=True)
    return version


@transaction.atomic
def acknowledge(version: PolicyVersion, *, by: Any, today: date) -> Acknowledgement:
    """The person has read and accepts this version; doing it twice keeps the first date.

    Raises Refused for a version that is not in force.
    """
    if not PolicyVersion.objects.in_force(today).filter(pk=version.pk).exists():
        raise Refused(_("Cette version n’est pas en vigueur : lisez et acceptez la version actuelle."))
    known = Acknowledgement.objects.filter(version=version, user=by).first()
    if known:
        return known
    accepted = Acknowledgement(version=version, user=by, acknowledged_on=today)
    with audit.record("policy.acknowledged", by=by, on=accepted):
        accepted.save(force_insert=True)
    return accepted


def _next_number(policy: Policy | None) -> int:
    if policy is None:
        return 1
    return 1 + max(policy.versions.values_list("number", flat=True), default=0)
