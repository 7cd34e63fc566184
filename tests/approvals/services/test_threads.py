import pytest

from approvals.models import Comment, Mention
from approvals.services import threads
from approvals.workflow import State
from builders.clock import NOW
from builders.requests import a_request, sent
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification


def told(event):
    return {row.user for row in Notification.objects.filter(event=event).select_related("user")}


def test_who_is_named_is_told_and_the_others_learn_that_something_was_written(house):
    threads.comment(sent(house), by=house.ana, text="@cho, voici le devis.", now=NOW)

    assert told("request.mentioned") == {house.cho}
    assert told("request.commented") == set()
    assert Mention.objects.get().person == house.cho


def test_a_comment_tells_the_requester_and_who_decides(house):
    request = sent(house)

    threads.comment(request, by=house.dan, text="Je regarde aussi.", now=NOW)
    threads.comment(request, by=house.ana, text="Merci.", now=NOW)

    assert told("request.commented") == {house.ana, house.cho, house.dan}


def test_whoever_may_read_the_request_can_be_called(house):
    threads.comment(sent(house), by=house.ana, text="@dan, une question de données.", now=NOW)

    assert told("request.mentioned") == {house.dan}


def test_somebody_who_may_not_read_the_request_is_not_called(house):
    with pytest.raises(Refused, match="Zoé Zeller ne peut pas lire cette demande"):
        threads.comment(sent(house), by=house.ana, text="@zoe, regarde.", now=NOW)

    assert not Comment.objects.exists()


def test_an_unknown_name_is_refused_before_anything_is_written(house):
    with pytest.raises(Refused, match="@inconnue"):
        threads.comment(sent(house), by=house.ana, text="@cho et @inconnue, regardez.", now=NOW)

    assert not Comment.objects.exists()
    assert not Event.objects.filter(name="request.commented").exists()


def test_nobody_calls_themselves(house):
    threads.comment(sent(house), by=house.ana, text="Note pour @ana.", now=NOW)

    assert told("request.mentioned") == set()


def test_the_thread_of_a_closed_request_goes_on(house):
    request = a_request(house, State.REFUSED)

    threads.comment(request, by=house.ana, text="@cho, pourquoi ?", now=NOW)

    assert told("request.mentioned") == {house.cho}
