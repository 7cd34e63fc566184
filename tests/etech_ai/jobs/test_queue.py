"""The row is the queue: claimed once, tried again, never lost."""

from datetime import timedelta

import pytest

from builders.clock import NOW
from etech_ai.jobs import queue
from etech_ai.jobs.models import Heartbeat, Job, JobState
from people.models import Notification
from people.services import notifications

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=365)


@pytest.fixture
def told(house) -> Job:
    """A real job: a mail to send, left by the service that told somebody something."""
    Job.objects.all().delete()
    notifications.tell(house.ana, event="test.told", subject="Bonjour", text="Un texte", url="/")
    return Job.objects.get()


def test_the_same_key_leaves_one_job():
    first = queue.enqueue("people.send_notification", key="once")
    second = queue.enqueue("people.send_notification", key="once")

    assert first.pk == second.pk
    assert Job.objects.count() == 1


def test_a_job_runs_and_keeps_that_it_is_done(told, mailoutbox):
    job = queue.run(told.pk, LATER)

    assert job.state == JobState.DONE
    assert [mail.subject for mail in mailoutbox] == ["Bonjour"]
    assert Notification.objects.get(event="test.told").mailed_at


def test_a_done_job_does_not_run_again(told, mailoutbox):
    queue.run(told.pk, LATER)

    assert queue.run(told.pk, LATER) is None
    assert len(mailoutbox) == 1


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends(told):
    assert queue.claim(told.pk, LATER)

    assert queue.claim(told.pk, LATER + timedelta(minutes=1)) is None
    again = queue.claim(told.pk, LATER + queue.LEASE + timedelta(seconds=1))
    assert again.attempts == 2


def test_a_job_that_is_not_due_waits(told):
    Job.objects.update(run_after=LATER + timedelta(hours=1))

    assert queue.claim(told.pk, LATER) is None
    assert queue.due_ids(LATER) == []
    assert queue.due_ids(LATER + timedelta(hours=1)) == [told.pk]


def test_a_failing_job_is_tried_again_later_and_says_what_went_wrong():
    job = queue.enqueue("people.send_invitation", subject="people.user:999999", key="broken")

    failed = queue.run(job.pk, LATER)

    assert failed.state == JobState.READY
    assert failed.run_after > LATER
    assert failed.error


def test_a_job_fails_for_good_after_its_last_try():
    job = queue.enqueue("people.no_such_task", key="unknown")
    now = LATER
    for _ in range(queue.MAX_ATTEMPTS):
        now += timedelta(days=1)
        job = queue.run(job.pk, now)

    assert job.state == JobState.FAILED
    assert queue.due_ids(now + timedelta(days=9)) == []


def test_a_sweep_leaves_a_heartbeat_and_forgets_old_jobs(told):
    queue.run(told.pk, LATER)
    Job.objects.update(finished_at=LATER)

    queue.beat(LATER + queue.KEPT + timedelta(days=1))

    assert Heartbeat.objects.get().at > LATER
    assert not Job.objects.exists()


# ---------------------------------------------------------------- long work, step by step
@pytest.fixture
def long_work(monkeypatch):
    """A handler of the test's own: the queue finds it where it finds every other."""

    def install(work) -> Job:
        monkeypatch.setattr("people.tasks.long_work", work, raising=False)
        return queue.enqueue("people.long_work", key="long")

    return install


def test_long_work_shows_its_steps_and_concludes_in_one_transaction(long_work):
    seen = []

    def work(job):
        yield queue.Step(30, "reading")
        seen.append(Job.objects.values_list("progress", "step", "state").get())
        return lambda: {"pages": 12}

    job = queue.run(long_work(work).pk, LATER)

    assert seen == [(30, "reading", JobState.RUNNING)]
    assert (job.state, job.progress, job.result) == (JobState.DONE, 100, {"pages": 12})


def test_long_work_that_was_stopped_ends_at_its_next_step(long_work):
    reached = []

    def work(job):
        yield queue.Step(10)
        assert queue.stop("long")
        yield queue.Step(50)
        reached.append("too far")
        return None

    job = queue.run(long_work(work).pk, LATER)

    assert (job.state, reached) == (JobState.STOPPED, [])
    assert queue.stop("long") is False


def test_long_work_whose_lease_went_to_another_worker_writes_nothing(long_work):
    def work(job):
        yield queue.Step(10)
        Job.objects.update(attempts=2)  # another worker claimed it after the lease
        return lambda: {"twice": True}

    job = queue.run(long_work(work).pk, LATER)

    assert (job.state, job.result) == (JobState.RUNNING, None)


def test_long_work_that_fails_is_tried_again_and_may_be_asked_again_after_its_last_try(long_work):
    def work(job):
        yield queue.Step(10)
        raise ValueError("no paper")

    job = long_work(work)
    for day in range(queue.MAX_ATTEMPTS):
        job = queue.run(job.pk, LATER + timedelta(days=day))

    assert (job.state, job.error) == (JobState.FAILED, "ValueError: no paper")
    assert queue.again("long", LATER)
    assert Job.objects.get().state == JobState.READY


def test_work_that_is_put_off_waits_without_losing_a_try(long_work):
    def work(job):
        yield queue.Step(10)
        raise queue.Later(LATER + timedelta(hours=2), "vendor asks to wait")

    job = queue.run(long_work(work).pk, LATER)

    assert (job.state, job.attempts) == (JobState.READY, 0)
    assert job.run_after == LATER + timedelta(hours=2)
