"""What the worker does for people."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from etech_ai.jobs import queue

pytestmark = pytest.mark.django_db


def test_the_night_forgets_sessions_that_have_ended_and_keeps_the_others():
    now = timezone.now()
    for key, end in (("old", now - timedelta(days=1)), ("live", now + timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=end)

    queue.run(queue.enqueue("people.forget_sessions", key="tonight").pk, now + timedelta(minutes=1))

    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]
