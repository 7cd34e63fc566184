from datetime import timedelta

import pytest

from builders.clock import TODAY
from builders.watch import a_turn, a_watch_item
from compliance.models import WatchItem
from compliance.services import watch
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification

SOON = TODAY + timedelta(days=3)


def _told(person, event):
    return Notification.objects.filter(user=person, event=event)


# ------------------------------------------------------------------ items
def test_recording_tells_its_reader(house):
    item = a_watch_item(house)

    assert (item.reader, item.recorded_on) == (house.ana, TODAY)
    assert _told(house.ana, "watch.assigned").get().url == watch.address(item)


def test_without_a_reader_it_goes_to_whoever_is_on_duty(house):
    with pytest.raises(Refused, match="Personne n’est de veille"):
        a_watch_item(house, reader=None)
    a_turn(house, starts_on=TODAY, ends_on=TODAY)

    assert a_watch_item(house, reader=None).reader == house.cho


def test_staff_do_not_record_unless_they_are_on_duty(house):
    told = {"title": "X", "kind": "legal", "status": "guidance", "source": "CNIL", "touches": "Art. 50"}
    with pytest.raises(Refused, match="tenue par le DPO"):
        watch.record(by=house.cho, today=TODAY, due_on=SOON, **told)
    a_turn(house, starts_on=TODAY, ends_on=TODAY)

    assert watch.record(by=house.cho, today=TODAY, due_on=SOON, **told).reader == house.cho


def test_a_reading_ends_with_a_conclusion_once(house):
    item = a_watch_item(house)
    with pytest.raises(Refused, match="en une phrase"):
        watch.conclude(item, conclusion=" ", by=house.ana, today=TODAY)

    read = watch.conclude(item, conclusion="Rien à changer.", by=house.ana, today=TODAY)

    assert (read.read_on, read.conclusion) == (TODAY, "Rien à changer.")
    with pytest.raises(Refused, match="déjà conclue"):
        watch.conclude(item, conclusion="Encore.", by=house.dan, today=TODAY)


def test_nobody_else_concludes(house):
    with pytest.raises(Refused, match="chargée"):
        watch.conclude(a_watch_item(house), conclusion="Lu.", by=house.zoe, today=TODAY)


def test_a_reading_is_given_to_somebody_else_who_is_told(house):
    item = watch.reassign(a_watch_item(house), reader=house.cho, due_on=SOON, by=house.dan, today=TODAY)

    assert (item.reader, item.due_on) == (house.cho, SOON)
    assert _told(house.cho, "watch.assigned").count() == 1
    assert Event.objects.latest("pk").name == "watch.reassigned"


def test_another_day_alone_tells_nobody_again_and_the_same_writes_nothing(house):
    item = a_watch_item(house)
    watch.reassign(item, reader=house.ana, due_on=SOON, by=house.dan, today=TODAY)
    before = Event.objects.count()

    watch.reassign(item, reader=house.ana, due_on=SOON, by=house.dan, today=TODAY)

    assert Event.objects.count() == before
    assert _told(house.ana, "watch.assigned").count() == 1


@pytest.mark.parametrize(
    ("by", "days", "words"), [("ana", 3, "fixés par le DPO"), ("dan", -1, "Ce jour est passé")]
)
def test_reassigning_is_the_dpo_s_and_for_a_day_to_come(house, by, days, words):
    due_on = TODAY + timedelta(days=days)
    with pytest.raises(Refused, match=words):
        watch.reassign(
            a_watch_item(house), reader=house.cho, due_on=due_on, by=getattr(house, by), today=TODAY
        )


def test_what_was_read_is_not_reassigned(house):
    item = watch.conclude(a_watch_item(house), conclusion="Rien.", by=house.ana, today=TODAY)

    with pytest.raises(Refused, match="déjà conclue"):
        watch.reassign(item, reader=house.cho, due_on=SOON, by=house.dan, today=TODAY)


def test_a_late_reading_is_recalled_once(house):
    a_watch_item(house, due_on=TODAY - timedelta(days=1))

    assert watch.remind_late(today=TODAY) == 1
    assert watch.remind_late(today=TODAY) == 0
    assert _told(house.ana, "watch.late").count() == 1


def test_unread_ones_come_first_the_most_urgent_on_top(house):
    later, sooner = a_watch_item(house, title="Plus tard"), a_watch_item(house, title="Bientôt", due_on=SOON)
    read = watch.conclude(a_watch_item(house, title="Lu"), conclusion="Rien.", by=house.ana, today=TODAY)

    assert list(WatchItem.objects.for_list()) == [sooner, later, read]


# ------------------------------------------------------------------ rota
def test_a_turn_says_who_reads_on_its_days_both_included(house):
    turn = a_turn(house)

    assert watch.on_duty(turn.starts_on) == watch.on_duty(turn.ends_on) == house.cho
    assert watch.on_duty(TODAY) is None


def test_two_turns_share_no_day(house):
    turn = a_turn(house)

    with pytest.raises(Refused, match=f"{house.cho.full_name} a déjà"):
        a_turn(house, person=house.ana, starts_on=turn.ends_on, ends_on=turn.ends_on + timedelta(days=6))


def test_a_turn_ends_after_it_starts_and_the_dpo_sets_it(house):
    with pytest.raises(Refused, match="finit avant"):
        a_turn(house, ends_on=TODAY)
    with pytest.raises(Refused, match="fixés par le DPO"):
        watch.take_turn(person=house.ana, starts_on=SOON, ends_on=SOON, by=house.ana)


def test_a_turn_is_handed_over_until_it_has_ended(house):
    turn = watch.hand_over(a_turn(house), to=house.ana, by=house.dan, today=TODAY)

    assert watch.on_duty(turn.starts_on) == house.ana
    with pytest.raises(Refused, match="Ce tour est fini"):
        watch.hand_over(turn, to=house.cho, by=house.dan, today=turn.ends_on + timedelta(days=1))


def test_the_next_turn_proposed_is_the_week_after_the_last(house):
    assert watch.next_turn(TODAY)[0].weekday() == 0

    turn = a_turn(house)
    first, last = watch.next_turn(TODAY)
    assert first == turn.ends_on + timedelta(days=1)
    assert last.weekday() == 6
