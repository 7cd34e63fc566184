"""Governed models: every write is in the trail, or it is refused.

``Governed`` and its queryset shut every door of the ORM. A write needs an open record
(``etech_ai.audit.recording.record``), to which it adds the values before and after.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from etech_ai.audit import drafts
from etech_ai.audit.actors import reference_of
from etech_ai.audit.values import recorded_value


class UnauditedWrite(Exception):
    """A governed row was about to change outside a record. This is a bug in the caller."""


class GovernedQuerySet(models.QuerySet):
    """Reads as usual; writes only inside a record, and never deletes."""

    model: Any  # a Governed model

    def create(self, **kwargs: Any) -> Any:
        self._draft()
        return super().create(**kwargs)

    def update(self, **kwargs: Any) -> int:
        """Update the rows and record each one's before and after values."""
        draft = self._draft()
        rows: list[Any] = list(self.select_for_update().only("pk", *kwargs)) if kwargs else []
        before = {row.pk: _values(row, kwargs) for row in rows}
        count = super().update(**kwargs)
        for row in self.model._base_manager.filter(pk__in=before).only("pk", *kwargs):
            draft.add(self.model._change(row, before[row.pk], _values(row, kwargs)))
        return count

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        draft = self._draft()
        created = super().bulk_create(objs, *args, **kwargs)
        for row in created:
            draft.add(self.model._change(row, {}, _values(row)))
        return created

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """Record the differences here: Django's own bulk_update ends in one update per batch."""
        draft, names, rows = self._draft(), list(fields), list(objs)
        stored = self.model._base_manager.filter(pk__in=[row.pk for row in rows]).only("pk", *names)
        before = {row.pk: _values(row, names) for row in stored}
        count = models.QuerySet.bulk_update(_plain_queryset(self), rows, names, *args, **kwargs)
        for row in rows:
            draft.add(self.model._change(row, before.get(row.pk, {}), _values(row, names)))
        return count

    def delete(self) -> Any:
        raise UnauditedWrite(f"{self.model._meta.label}: governed rows are retired, never deleted.")

    def _raw_delete(self, using: str | None) -> int:
        raise UnauditedWrite(f"{self.model._meta.label}: governed rows are retired, never deleted.")

    def _insert(self, *args: Any, **kwargs: Any) -> Any:
        self._draft()
        return super()._insert(*args, **kwargs)  # type: ignore[misc]

    def _update(self, values: Any) -> int:
        if drafts.current() is None and not self.model._exempt_only({field.name for field, _, _ in values}):
            raise _unaudited(self.model)
        return super()._update(values)  # type: ignore[misc]

    def _draft(self) -> drafts.Draft:
        draft = drafts.current()
        if draft is None:
            raise _unaudited(self.model)
        return draft

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]
    # Model.save and loaddata reach these through the base manager: keep them on managers too.
    _insert.queryset_only = False  # type: ignore[attr-defined]
    _update.queryset_only = False  # type: ignore[attr-defined]


class Governed(models.Model):
    """Base of every model whose writes belong in the trail."""

    audit_exempt: ClassVar[tuple[str, ...]] = ()
    audit_personal: ClassVar[tuple[str, ...]] = ()
    audit_secret: ClassVar[tuple[str, ...]] = ()

    objects = GovernedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Every save ends here, ``loaddata``'s raw ones too: record what differs from the stored row."""
        draft = drafts.current()
        before = self._stored(kwargs.get("force_insert", False))
        names = kwargs.get("update_fields")
        if draft is None:
            names = kwargs["update_fields"] = self._exempt_changes(before, names)
            if not names:
                return  # a library saves what it has not changed: nothing to write
        super().save_base(*args, **kwargs)
        if draft is not None:
            draft.add(self._change(self, before, _values(self, names)))

    save_base.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise UnauditedWrite(f"{self._meta.label}: governed rows are retired, never deleted.")

    def _stored(self, is_new: bool) -> dict[str, Any]:
        """The row as the database holds it now; the instance in memory may be stale."""
        if self.pk is None or is_new or (self._state.adding and self._meta.pk.has_default()):
            return {}
        row = type(self)._base_manager.filter(pk=self.pk).first()
        return _values(row) if row else {}

    def _exempt_changes(self, before: dict[str, Any], names: Iterable[str] | None) -> frozenset[str]:
        """The fields that a save outside a record may write: those that differ, when all are exempt."""
        if not before:
            raise _unaudited(type(self))
        after = _values(self, names)
        changed = frozenset(name for name in after if before[name] != after[name])
        if not type(self)._exempt_only(changed):
            raise _unaudited(type(self))
        return changed

    @classmethod
    def _exempt_only(cls, names: Iterable[str]) -> bool:
        """Whether all of these fields are exempt; without any exemption nothing passes."""
        return bool(cls.audit_exempt) and set(names) <= set(cls.audit_exempt)

    @classmethod
    def _change(cls, row: Any, before: dict[str, Any], after: dict[str, Any]) -> drafts.Change:
        fields = {
            name: ["•", "•"] if name in cls.audit_secret else [before.get(name), value]
            for name, value in after.items()
            if name not in cls.audit_exempt and (not before or before.get(name) != value)
        }
        return drafts.Change(reference_of(row), fields, cls._personal())

    @classmethod
    def _personal(cls) -> frozenset[str]:
        """Declared personal fields, and every free text: people write names into those."""
        texts = {f.name for f in cls._meta.concrete_fields if isinstance(f, models.TextField)}
        return frozenset(texts) | frozenset(cls.audit_personal)


def _values(row: Any, names: Iterable[str] | None = None) -> dict[str, Any]:
    wanted = None if names is None else {row._meta.get_field(name).name for name in names}
    fields = [f for f in row._meta.concrete_fields if not f.primary_key]
    return {f.name: recorded_value(row, f) for f in fields if wanted is None or f.name in wanted}


def _plain_queryset(queryset: models.QuerySet) -> models.QuerySet:
    """A copy that writes without recording, for the one caller above that records by itself."""
    clone: Any = models.QuerySet(model=queryset.model, query=queryset.query.chain(), using=queryset.db)
    clone._for_write = True
    return clone


def _unaudited(model: type[models.Model]) -> UnauditedWrite:
    return UnauditedWrite(f"{model._meta.label} was written outside audit.record(...).")
