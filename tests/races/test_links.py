"""A mail's link used twice at once, and a step decided by mail and page together: one decision."""

import pytest
from django.utils import timezone

from approvals.models import SpentLink, Step
from approvals.services import links, requests
from approvals.workflow import Move
from builders.clock import NOW
from builders.races import at_once, refusals
from builders.requests import a_link, current, sent
from etech_ai.audit import chain
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused

NO_LONGER = (Refused, links.Over)
"""The second reads that somebody decided first, or, an instant later, that the link was used."""

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW)


def by_mail(house, token, move):
    opened = links.read(token, by=house.cho, now=timezone.now())
    return links.decide(opened, by=house.cho, move=move, message="Parce que", now=timezone.now())


@pytest.mark.parametrize("_try", range(3))
def test_one_link_confirmed_twice_at_once_decides_once(house, _try):
    request = sent(house)
    token = a_link(request, house.cho)

    results = at_once(
        lambda: by_mail(house, token, Move.APPROVE), lambda: by_mail(house, token, Move.REFUSE),
        refused=NO_LONGER,
    )  # fmt: skip

    assert sum(isinstance(result, NO_LONGER) for result in results) == 1
    assert SpentLink.objects.count() == 1
    assert Event.objects.filter(name__in=["request.approved", "request.refused"]).count() == 1
    assert chain.verify().ok


@pytest.mark.parametrize("_try", range(3))
def test_mail_and_page_at_once_decide_once(house, _try):
    request = sent(house)
    token, step = a_link(request, house.cho), current(request).pk

    results = at_once(
        lambda: by_mail(house, token, Move.APPROVE),
        lambda: requests.decide(
            Step.objects.get(pk=step), by=house.cho, move=Move.REFUSE, message="Non", now=timezone.now()
        ),
    )

    assert len(refusals(results)) == 1
    assert "a déjà" in refusals(results)[0]
    assert Event.objects.filter(name__in=["request.approved", "request.refused"]).count() == 1
