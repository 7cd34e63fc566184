"""What holds for every model of the house: governed or excused, protected, pointing down the stack."""

import pytest
from django.apps import apps
from django.db import models

from etech_ai.audit.guard import Governed, GovernedQuerySet

STACK = ["audit", "jobs", "portal", "people", "catalog", "compliance", "usecases", "approvals", "roadmap"]
OURS = [model for model in apps.get_models() if model._meta.app_label in STACK]
GOVERNED = [model for model in OURS if issubclass(model, Governed)]

EXCUSED = {
    "audit.Event": "the trail itself: append-only by its own guards and triggers",
    "audit.Head": "the end of the chain, written with each event",
    "jobs.Job": "machine fact: the queue",
    "jobs.Heartbeat": "machine fact: a sweep came through",
    "people.Notification": "outbox row; what it tells is in the trail",
    "compliance.Receipt": "an answer kept for a day and forgotten; it decides nothing",
    "compliance.DossierCounter": "a number generator; the dossier that takes the number is governed",
    "compliance.DossierCheck": "machine fact: last night's reading; a change for the worse is an event",
    "catalog.SeatObservation": "machine fact, erasable; the run that brought it is governed",
    "catalog.CostRecord": "machine fact; the run that brought it is governed",
    "catalog.StagedSeat": "a line being read; the run that stages it is governed, with its digest",
    "catalog.VendorSeat": "machine fact, erasable; the run that brought it is governed, with its differences",
    "usecases.ClassificationDraft": "work in progress; the classification it becomes is governed",
    "usecases.RegisterImport": "a file being previewed; the use cases that confirming it writes are governed",
    "approvals.SpentLink": "a link of a mail that was used; the decision that it made is governed",
    "approvals.Delivery": "outbox row, forgotten after a month; what it tells is in the trail",
    "approvals.WebhookCursor": "machine fact: how far the trail was read",
    "approvals.RequestCounter": "a number generator; the request that takes the number is governed",
    "roadmap.Theme": "the plan's own words, loaded from a file and never edited",
    "roadmap.Constraint": "the plan's own words, loaded from a file and never edited",
}


def _name(model: type[models.Model]) -> str:
    return model._meta.label


def test_every_model_is_governed_or_excused_with_a_reason():
    undecided = [_name(m) for m in OURS if m not in GOVERNED and _name(m) not in EXCUSED]
    idle = set(EXCUSED) - {_name(m) for m in OURS if m not in GOVERNED}

    assert not undecided, "govern them, or excuse them with a reason"
    assert not idle, "these excuses excuse nothing"


@pytest.mark.parametrize("model", GOVERNED, ids=_name)
def test_every_manager_of_a_governed_model_is_guarded(model):
    for manager in (model._base_manager, model._default_manager, *model._meta.managers):
        assert isinstance(manager.all(), GovernedQuerySet)


@pytest.mark.parametrize("model", GOVERNED, ids=_name)
def test_governed_foreign_keys_protect(model):
    keys = [f for f in model._meta.get_fields() if isinstance(f, models.ForeignKey)]

    assert [f.name for f in keys if f.remote_field.on_delete is not models.PROTECT] == []


@pytest.mark.parametrize("model", OURS, ids=_name)
def test_no_automatic_many_to_many(model):
    assert [f.name for f in model._meta.local_many_to_many if f.remote_field.through._meta.auto_created] == []


@pytest.mark.parametrize("model", OURS, ids=_name)
def test_foreign_keys_point_down_the_stack(model):
    floor = STACK.index(model._meta.app_label)
    keys = [f for f in model._meta.get_fields() if isinstance(f, models.ForeignKey)]
    above = [f.name for f in keys if f.related_model._meta.app_label in STACK
             and STACK.index(f.related_model._meta.app_label) > floor]  # fmt: skip

    assert above == []


@pytest.mark.parametrize("model", OURS, ids=_name)
def test_no_default_ordering(model):
    assert not model._meta.ordering


@pytest.mark.parametrize("model", OURS, ids=_name)
def test_names_say_what_a_date_is(model):
    dates = [f for f in model._meta.concrete_fields if isinstance(f, models.DateField)]
    odd = [f.name for f in dates if f.model._meta.app_label in STACK and f.name not in ALLOWED_DATES
           and not f.name.endswith("_at" if isinstance(f, models.DateTimeField) else "_on")]  # fmt: skip

    assert odd == []


ALLOWED_DATES = {
    "last_login",  # Django's own
    "at",  # the instant of an event, a comment, a heartbeat
    "as_of",  # the day a vendor's figure speaks of
    "month",  # first day of the month that a cost covers
    "run_after",  # jobs: not before
    "lease_until",  # jobs: held until
    "notice_by",  # the last day to give notice of a contract
    "class_valid_until",  # the last day on which every proof behind a class holds
}
