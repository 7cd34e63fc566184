"""A file of use cases that somebody read in and has not confirmed yet."""

from django.conf import settings
from django.db import models

from people.models import User


class RegisterImportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RegisterImportQuerySet":
        """Everybody sees their own, and nobody else's."""
        return self.filter(read_by=user)


class RegisterImport(models.Model):
    """The rows as parsed, for the preview; confirming writes them through the services, row by row."""

    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="register_imports")
    read_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = RegisterImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name
