"""Readable addresses for things that people name."""

from django.db.models import Model
from django.utils.text import slugify


def is_taken(model: type[Model], name: str, but: Model | None = None) -> bool:
    """Whether another row has the name, whatever its case (SQLite folds the case of ASCII letters only)."""
    others = model._default_manager.exclude(pk=but.pk if but else None)
    return name.casefold() in {other.casefold() for other in others.values_list("name", flat=True)}


def free_slug(model: type[Model], name: str) -> str:
    """The slug of the name, numbered when another row has it already."""
    stem = slugify(name)[:80] or model._meta.model_name or "x"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
