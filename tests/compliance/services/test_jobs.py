from builders import compliance as build
from catalog.services import plans
from compliance import tasks
from etech_ai.jobs.models import Job


def test_a_recorded_proof_leaves_a_job_that_recomputes_the_class(house):
    plan = build.plan_of_class(house, "Claude")
    for condition in build.CLASS_T1:
        plans.record_evidence(
            plan, condition=condition, kind="link", reference="https://x", proven_on=build.SINCE,
            expires_on=None, by=house.dan,
        )  # fmt: skip
    job = Job.objects.filter(kind="compliance.refresh_plan_class", payload={"plan": plan.pk}).first()

    assert tasks.refresh_plan_class(job) == {"plan": plan.slug, "tool_class": "t1"}
    assert tasks.refresh_plan_class(job) == {"plan": plan.slug, "tool_class": "t1"}


def test_the_hourly_job_says_what_it_changed(house):
    assert set(tasks.refresh_classes(Job())) == {"changed", "warned"}
