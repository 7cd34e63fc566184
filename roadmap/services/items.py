"""Writing the road map."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from roadmap.layout import leads_to
from roadmap.models import Dependency, ItemState, RoadmapItem
from roadmap.permissions import can_edit

FIELDS = (
    "title", "theme", "phase", "horizon_months", "starts_on", "ends_on", "owner", "effort_days", "value",
    "decision",
)  # fmt: skip


def add(*, by: Any, **fields: Any) -> RoadmapItem:
    """Put a piece of work on the road map; ``fields`` are those of RoadmapItem."""
    can_edit(by).enforce()
    item = RoadmapItem(**fields)
    _check_dates(item)
    with audit.record("roadmap_item.added", by=by, on=item):
        item.save()
    return item


@transaction.atomic
def edit(item: RoadmapItem, *, by: Any, **fields: Any) -> RoadmapItem:
    """Change what is said of a piece of work (``FIELDS``); its state has its own deed.

    Raises Refused when the dates are the wrong way round, or when nothing changes.
    """
    can_edit(by).enforce()
    item = _locked(item)
    changed = {name: value for name, value in fields.items() if getattr(item, name) != value}
    if unknown := set(changed) - set(FIELDS):
        raise TypeError(f"not to be edited: {sorted(unknown)}")
    if not changed:
        raise Refused(_("Rien n’a changé\u00a0: modifiez un champ, ou revenez à la fiche."))
    for name, value in changed.items():
        setattr(item, name, value)
    _check_dates(item)
    with audit.record("roadmap_item.edited", by=by, on=item):
        item.save()
    return item


@transaction.atomic
def move(item: RoadmapItem, *, months: int, by: Any) -> RoadmapItem:
    """Shift both dates by whole months; the last day of a month stays within the month."""
    can_edit(by).enforce()
    item = _locked(item)
    if item.state in (ItemState.DONE, ItemState.DROPPED):
        raise Refused(_("Ce chantier est terminé ou abandonné\u00a0: ses dates ne bougent plus."))
    item.starts_on, item.ends_on = shift(item.starts_on, months), shift(item.ends_on, months)
    with audit.record("roadmap_item.moved", by=by, on=item):
        item.save()
    return item


def shift(day: date, months: int) -> date:
    """The same day of another month, or that month's last one."""
    number = day.year * 12 + day.month - 1 + months
    for last in (day.day, 30, 29, 28):
        try:
            return date(number // 12, number % 12 + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


@transaction.atomic
def set_state(item: RoadmapItem, *, state: str, by: Any, reason: str = "") -> RoadmapItem:
    """Say how far it is. Dropping asks for a reason, which stays on the sheet."""
    can_edit(by).enforce()
    item, state, reason = _locked(item), ItemState(state), reason.strip()
    if item.state == state:
        raise Refused(_("Ce chantier est déjà dans cet état."))
    if state == ItemState.DROPPED and not reason:
        raise Refused(_("Dites pourquoi ce chantier est abandonné."))
    if state in (ItemState.RUNNING, ItemState.DONE) and item.decision and item.decision.state == "open":
        raise Refused(
            _("Ce chantier attend la décision %(ref)s\u00a0: tranchez-la d’abord, ou détachez-la.")
            % {"ref": item.decision.ref}
        )
    item.state, item.drop_reason = state.value, reason if state == ItemState.DROPPED else ""
    with audit.record("roadmap_item.state_set", by=by, on=item):
        item.save()
    return item


@transaction.atomic
def depend(item: RoadmapItem, *, on: RoadmapItem, by: Any) -> Dependency:
    """Say that ``item`` waits for ``on``. Raises Refused when that would close a circle, and names it."""
    can_edit(by).enforce()
    titles = dict(RoadmapItem.objects.select_for_update().values_list("pk", "title"))
    pairs = Dependency.objects.current().values_list("item_id", "depends_on_id")
    if item.pk == on.pk:
        raise Refused(_("Un chantier n’attend pas lui-même\u00a0: choisissez-en un autre."))
    if (item.pk, on.pk) in pairs:
        raise Refused(_("Cette dépendance existe déjà."))
    if ring := leads_to(on.pk, item.pk, pairs):
        raise Refused(_circle([item.pk, *ring], titles))
    dependency = Dependency.objects.filter(item=item, depends_on=on).first()
    dependency = dependency or Dependency(item=item, depends_on=on)
    dependency.is_current = True
    with audit.record("roadmap_item.linked", by=by, on=item):
        dependency.save()
    return dependency


@transaction.atomic
def free(dependency: Dependency, *, by: Any) -> None:
    """Say that the item does not wait for the other one any more."""
    can_edit(by).enforce()
    dependency = Dependency.objects.select_for_update().get(pk=dependency.pk)
    if not dependency.is_current:
        raise Refused(_("Cette dépendance est déjà levée."))
    dependency.is_current = False
    with audit.record("roadmap_item.unlinked", by=by, on=dependency.item):
        dependency.save()


def _circle(keys: Iterable[int], titles: dict[int, str]) -> str:
    chain = " → ".join(titles[key] for key in keys)
    return _(
        "Ces éléments s’attendraient l’un l’autre\u00a0: %(chain)s. Retirez d’abord un de ces liens."
    ) % {"chain": chain}


def _locked(item: RoadmapItem) -> RoadmapItem:
    return RoadmapItem.objects.select_for_update().get(pk=item.pk)


def _check_dates(item: RoadmapItem) -> None:
    if item.ends_on < item.starts_on:
        raise Refused(_("La fin précède le début\u00a0: corrigez les dates."))
