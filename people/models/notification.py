"""What the portal tells a person: in its own centre, and by mail. Excused from the trail: an outbox row."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.events import MANNERS, Channel, Family, family_of, names_in


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody reads their own, and nobody else's, once it is time to tell it."""
        return self.filter(Q(due_at=None) | Q(due_at__lte=Now()), user=user)

    def unread(self):
        return self.filter(read_at=None)

    def in_family(self, family: Family):
        return self.filter(event__in=names_in(family))

    def takeable(self):
        """What nobody was told yet: no delivery has begun, and nobody read it."""
        return self.filter(channel="", mailed_at=None, read_at=None)

    def held_for_digest(self):
        """What its reader wants in the digest, and has neither had there nor read meanwhile."""
        return self.filter(channel=Channel.DIGEST.value, mailed_at=None, read_at=None)

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class Notification(models.Model):
    """One message to one person, about something that already lies in the trail.

    `about` names what it speaks of ("approvals.step:12"); `due_at` is when it may be told, empty for at once;
    `actions` is what its mail offers to do (`people.services.notifications.Actions`, written out).
    `channel` is how it goes to its reader, empty until its delivery begins.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications")
    event = models.CharField(max_length=60)
    subject = models.CharField(_("objet"), max_length=200)
    text = models.TextField(_("texte"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    actions = models.JSONField(default=dict, blank=True)
    about = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=6, choices=Channel.choices(), blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="unread_notifications"),
            models.Index(fields=["about"], condition=~Q(about=""), name="notifications_about"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def family(self) -> Family | None:
        return family_of(self.event)

    @property
    def icon(self) -> str:
        return MANNERS[self.family].icon if self.family else "bell"


class NotificationSettingsQuerySet(GovernedQuerySet):
    def visible_to(self, user):
        """One's own."""
        return self.filter(user=user)


class NotificationSettings(Governed):
    """How a person wants to be told. Governed: "I was never told" must find an answer in the trail.

    `channels` holds the channel of each family (people/events.py) where it is not its default.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="notification_settings",
        verbose_name=_("personne"),
    )
    channels = models.JSONField(_("choix par famille"), default=dict, blank=True)
    has_weekly_digest = models.BooleanField(_("récapitulatif de la semaine"), default=True)

    objects = NotificationSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("réglages des notifications")
        verbose_name_plural = _("réglages des notifications")

    def __str__(self) -> str:
        return f"{self.user_id}"
