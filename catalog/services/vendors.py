"""Vendors: adding and correcting what the house knows of a company."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.models import Vendor
from catalog.permissions import can_edit_catalogue
from catalog.services import tools
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused


def add(*, name: str, by: Any, slug: str = "", **facts: Any) -> Vendor:
    """A new vendor; `facts` are its other fields. Raises Refused for a name that is taken."""
    can_edit_catalogue(by).enforce()
    vendor = Vendor(name=name.strip(), slug=slug or slugify(name), **facts)
    if (
        Vendor.objects.filter(name__iexact=vendor.name).exists()
        or Vendor.objects.filter(slug=vendor.slug).exists()
    ):
        raise Refused(_("L’éditeur « %(name)s » existe déjà : ouvrez sa fiche.") % {"name": vendor.name})
    with audit.record("vendor.added", by=by, on=vendor):
        vendor.save(force_insert=True)
    return vendor


@transaction.atomic
def edit(vendor: Vendor, *, by: Any, **changes: Any) -> Vendor:
    """Correct a vendor's facts. Nothing is written when nothing differs."""
    can_edit_catalogue(by).enforce()
    vendor = Vendor.objects.select_for_update().get(pk=vendor.pk)
    changed = {name: value for name, value in changes.items() if getattr(vendor, name) != value}
    if not changed:
        return vendor
    for name, value in changed.items():
        setattr(vendor, name, value)
    with audit.record("vendor.edited", by=by, on=vendor):
        vendor.save()
    if "name" in changed:
        tools.refresh_search(vendor)
    return vendor
