"""A document attached to a request: read by those who read the request."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.request import Request
from etech_ai.audit.guard import Governed, GovernedQuerySet


class AttachmentQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> "AttachmentQuerySet":
        """Those of the requests that the person may read."""
        return self.filter(request__in=Request.objects.visible_to(user))

    def standing(self) -> "AttachmentQuerySet":
        """Those that nobody has removed."""
        return self.filter(removed_at=None)

    def for_sheet(self) -> "AttachmentQuerySet":
        return self.select_related("added_by").order_by("added_at", "pk")


class Attachment(Governed):
    """One file, named by its digest. Once removed its bytes are gone; that it was there stays known."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="attachments")
    file_name = models.CharField(_("nom du fichier"), max_length=160)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    size = models.PositiveIntegerField(_("taille"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="attachments_added",
        verbose_name=_("jointe par"),
    )
    added_at = models.DateTimeField(_("jointe le"))
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "sha256"], condition=Q(removed_at=None), name="one_attachment_per_content"
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0) & ~Q(sha256="") & ~Q(file_name=""), name="attachment_is_a_file"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
