"""What the portal tells a person: in its own centre, and by mail. Excused from the trail: an outbox row."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody reads their own, and nobody else's, once it is time to tell it."""
        return self.filter(Q(due_at=None) | Q(due_at__lte=Now()), user=user)

    def unread(self):
        return self.filter(read_at=None)

    def takeable(self):
        """What nobody was told yet: neither mailed nor read."""
        return self.filter(mailed_at=None, read_at=None)

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class Notification(models.Model):
    """One message to one person, about something that already lies in the trail.

    `about` names what it speaks of ("approvals.step:12"); `due_at` is when it may be told, empty for at once.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications")
    event = models.CharField(max_length=60)
    subject = models.CharField(_("objet"), max_length=200)
    text = models.TextField(_("texte"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
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
