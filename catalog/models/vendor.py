from typing import Self

from django.db import models

from etech_ai.audit.guard import Governed, GovernedQuerySet


class VendorQuerySet(GovernedQuerySet):
    def visible_to(self, user: object) -> Self:
        """Vendors are known to the whole house."""
        return self.all()


class Vendor(Governed):
    """A company that sells or gives a tool, with what the house knows of its contract."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    country = models.CharField(max_length=80, blank=True)
    website = models.URLField(blank=True)
    hosting = models.CharField(max_length=300, blank=True)
    subprocessors = models.CharField(max_length=300, blank=True)
    dpa_reference = models.CharField(max_length=200, blank=True)
    review_due_on = models.DateField(null=True, blank=True)

    objects = VendorQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
