import pytest
from django.db import IntegrityError, transaction

from approvals.models import Request, Step
from approvals.workflow import Kind
from builders.clock import NOW
from builders.requests import a_request, sent
from etech_ai.audit import recording as audit
from etech_ai.audit.guard import UnauditedWrite
from etech_ai.audit.recording import Actor

JOB = Actor("job:test")


def store(row, **changes):
    """Write what the services would never write; the database must refuse it."""
    for name, value in changes.items():
        setattr(row, name, value)
    with transaction.atomic(), audit.record("test.written", by=JOB, on=row):
        row.save()


@pytest.mark.parametrize(
    "changes",
    [
        {"plan": None},
        {"proposed_name": "Zed"},
        {"kind": Kind.NEW_TOOL},
        {"kind": Kind.USE_CASE},
        {"kind": Kind.DATA_EXCEPTION},
        {"state": "approved"},
        {"decided_at": NOW},
    ],
    ids=str,
)
def test_the_database_refuses_targets_and_states_that_do_not_fit(house, changes):
    with pytest.raises(IntegrityError):
        store(sent(house), **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"decision": "approve"},
        {"decided_at": NOW},
        {"state": "done"},
        {"decision": "approve", "decided_at": NOW},
    ],
    ids=str,
)
def test_a_decision_is_whole_or_not_at_all(house, changes):
    with pytest.raises(IntegrityError):
        store(sent(house).steps.current().get(), **changes)


def test_the_database_refuses_a_second_open_request(house):
    first = sent(house)
    twin = Request.objects.get(pk=first.pk)
    twin.pk, twin.number, twin.reference = None, 99, "DEM-2026-099"

    with pytest.raises(IntegrityError):
        store(twin)


def test_the_database_keeps_one_current_step(house):
    request = sent(house)

    with pytest.raises(IntegrityError):
        store(request.steps.get(position=3), state="now")


def test_a_request_is_not_written_outside_the_trail(house):
    request = sent(house)

    with pytest.raises(UnauditedWrite):
        request.save()
    with pytest.raises(UnauditedWrite):
        Step.objects.filter(request=request).update(state="done")


def test_open_and_closed_requests(house):
    closed, opened = a_request(house, "refused"), sent(house)

    assert list(Request.objects.open()) == [opened]
    assert list(Request.objects.closed()) == [closed]
