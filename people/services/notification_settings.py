"""How a person wants to be told: a channel for each family of events, and the digest of the week."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.events import MANNERS, Channel, Family
from people.models import NotificationSettings, User


def of(user: User) -> NotificationSettings:
    """What the person chose; a row that is not saved yet, with the defaults, for who chose nothing."""
    return NotificationSettings.objects.visible_to(user).first() or NotificationSettings(user=user)


@transaction.atomic
def choose(
    user: User, *, channels: Mapping[str, str], has_weekly_digest: bool
) -> NotificationSettings:  # fmt: skip
    """One's own choices; families left out keep their default. Nothing happens when nothing differs.

    Raises Refused for a family that nobody may silence.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two tabs at once make one row
    found, kept = of(user), _kept(channels)
    if found.pk and (found.channels, found.has_weekly_digest) == (kept, has_weekly_digest):
        return found
    found.channels, found.has_weekly_digest = kept, has_weekly_digest
    with audit.record("notifications.chosen", by=user, on=found):
        found.save()
    return found


def _kept(channels: Mapping[str, str]) -> dict[str, str]:
    """The choices that differ from the defaults."""
    chosen = {Family(family): Channel(channel) for family, channel in channels.items()}
    for family, channel in chosen.items():
        if MANNERS[family].always and channel is not Channel.MAIL:
            raise Refused(
                _("Ces messages partent toujours par courriel : vous ne pouvez pas les faire taire.")
            )
    return {
        family.value: channel.value
        for family, channel in chosen.items()
        if channel is not MANNERS[family].default
    }
