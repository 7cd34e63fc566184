"""Whatever is edited, in whatever order: what is reopened is what brute force finds, and nothing else.

The oracle keeps its own picture of every approval, read row by row when it is sealed. It knows nothing of the
sweep's queries, of the facts as JSON, or of the table of what matters.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals import checks
from approvals.kinds import YEARLY_THRESHOLD_MINOR, digest
from approvals.models import Reopening, ReopeningOutcome, Request
from approvals.services import grants, rechecking, reopenings
from approvals.workflow import Kind, State
from builders.catalog import another_tool, seat_plan
from builders.clock import NOW, TODAY
from builders.compliance import add_clause
from builders.requests import a_request
from builders.usecases import a_use_case
from catalog.models import Plan, Seat, Tool
from catalog.services import plans, seats, tools
from compliance.models import Clause, ClientConsent, Exemption
from compliance.services import clauses, consents
from etech_ai.audit import chain
from etech_ai.verdicts import Refused
from people.models import Client
from people.services import clients
from usecases.models import UseCase, UseCasePlan
from usecases.services import usecases

LEVELS = ["", "public", "internal", "confidential", "client_confidential", "personal", "special_category"]
PLAIN = ("region", "retention_days", "trains_on_data", "has_sso", "pricing", "tool_class", "currency")

matters = {
    "region": st.sampled_from(["eea", "us_dpf", "other", "unknown"]),
    "retention_days": st.sampled_from([None, 0, 30]),
    "trains_on_data": st.sampled_from(["yes", "no", "unknown"]),
    "has_sso": st.sampled_from(["yes", "no", "unknown"]),
    "price_minor": st.sampled_from([1800, 1900, 2000, 2500, 10_000, 10_001]),
}
harmless = {
    "retention_note": st.sampled_from(["", "Note", "Autre note"]),
    "facts_note": st.sampled_from(["", "Lu", "Relu"]),
    "price_source": st.sampled_from(["", "Site", "Devis"]),
}


def _plan_edits(fields):
    pairs = [st.tuples(st.just(name), values) for name, values in fields.items()]
    return st.tuples(st.just("plan"), st.sampled_from([0, 1]), st.one_of(pairs))


harmless_edits = st.one_of(
    _plan_edits(harmless),
    st.tuples(st.just("tool_text"), st.sampled_from([0, 1]), st.sampled_from(["Un", "Deux", "Trois"])),
    st.tuples(st.just("use_case_title"), st.just(0), st.sampled_from(["Tri", "Relecture", "Tests"])),
)
edits = st.one_of(
    _plan_edits(matters),
    harmless_edits,
    st.tuples(st.just("class"), st.sampled_from([0, 1]), st.sampled_from(["t0", "t1", "t2"])),
    st.tuples(st.just("decide"), st.sampled_from([0, 1]), st.sampled_from(["approved", "conditional"])),
    st.tuples(st.just("clause"), st.just(0), st.sampled_from(["no_training", "eu_only", "prior_notice"])),
    st.tuples(st.just("policy"), st.just(0), st.sampled_from(["accepts", "unknown", "forbids"])),
    st.tuples(st.just("consent"), st.just(0), st.just("")),
    st.tuples(st.just("purpose"), st.just(0), st.sampled_from(["Trier.", "Relire.", "Traduire."])),
    st.tuples(st.just("use_case_tools"), st.just(0), st.sampled_from([(0,), (1,), (0, 1)])),
    st.tuples(st.just("give_back"), st.sampled_from([0, 1]), st.just("")),
    st.tuples(st.just("end"), st.integers(0, 9), st.just("")),
    st.tuples(st.just("settle"), st.integers(0, 9), st.just("")),
)


class Rollback(Exception):
    """Ends an example: the next one starts from the same approvals."""


class World:
    """Approvals of every kind over two plans and a client, what is edited around them, and the oracle."""

    def __init__(self, house):
        self.house = house
        other = another_tool(house, "Mistral")
        seat_plan(house, other)
        self.plans = [house.plan.pk, other.pk]
        self.use_case = a_use_case(house, client=house.client, project=house.project, plans=[house.plan]).pk
        long = TODAY + timedelta(days=90)
        asked = [
            (Kind.LICENCE, {"project": house.project}),
            (Kind.LICENCE, {"by": house.zoe, "plan": other}),
            (Kind.TOOL_ACCESS, {"plan": other}),
            (Kind.TOOL_ACCESS, {"by": house.lea, "ends_on": long}),
            (Kind.USE_CASE, {"use_case": UseCase.objects.get(pk=self.use_case)}),
            (Kind.DATA_EXCEPTION,
             {"project": house.project, "data_levels": ("confidential",), "ends_on": long}),
            (Kind.NEW_TOOL, {"proposed_name": "Tabnine"}),
        ]  # fmt: skip
        self.pictures = {}
        for kind, what in asked:
            self.seal(a_request(house, State.APPROVED, kind, **what))

    # ------------------------------------------------------------- the oracle
    def seal(self, request):
        self.pictures[request.pk] = self.picture(Request.objects.get(pk=request.pk))

    def picture(self, request):
        found = {}
        if request.plan_id:
            plan = Plan.objects.get(pk=request.plan_id)
            months = 12 if plan.period == "month" else 1
            found = {name: getattr(plan, name) for name in PLAIN}
            found |= {"decision": plan.tool.decision, "yearly": (plan.price_minor or 0) * months,
                      "level": LEVELS.index(plan.highest_level)}  # fmt: skip
        if request.use_case_id:
            use_case = UseCase.objects.get(pk=request.use_case_id)
            links = UseCasePlan.objects.filter(use_case=use_case, is_current=True)
            found |= {name: getattr(use_case, name) for name in ("outcome", "purpose", "objective")}
            found |= {"levels": tuple(use_case.data_levels), "plans": {link.plan_id for link in links}}
        if request.use_case_id or request.project_id:
            client = Client.objects.get(pk=self.house.client.pk)
            tool = request.plan.tool_id if request.plan_id else None
            agreed = ClientConsent.objects.filter(client=client, tool=tool, withdrawn_on=None)
            found |= {"policy": client.ai_policy,
                      "clauses": {row.pk for row in Clause.objects.filter(client=client, retired_on=None)},
                      "consents": {row.pk for row in agreed}}  # fmt: skip
        return found

    def is_live(self, request):
        if request.state != "approved" or request.ended_on or request.kind == "new-tool":
            return False
        if request.kind == "licence":
            held = Seat.objects.filter(holder=request.beneficiary_id, released_on=None)
            return any(seat.subscription.plan_id == request.plan_id for seat in held)
        if request.kind == "data-exception":
            return Exemption.objects.get(reference=request.reference).ended_on is None
        return True

    def broken(self):
        return {
            request.pk
            for request in Request.objects.all()
            if self.is_live(request) and self.differs(self.pictures[request.pk], self.picture(request))
        }

    @staticmethod
    def differs(then, now):
        for name in then:
            before, after = then[name], now[name]
            if name == "yearly":
                if after > before * 1.1 or before <= YEARLY_THRESHOLD_MINOR < after:
                    return True
            elif name == "level":
                if after < before:
                    return True
            elif name == "consents":
                if before - after:
                    return True
            elif before != after:
                return True
        return False

    # ------------------------------------------------------------- the edits
    def act(self, name, which, value):
        with suppress(Refused):  # an edit that the house refuses changes nothing
            getattr(self, f"do_{name}")(which, value)

    def plan(self, which):
        return Plan.objects.select_related("tool").get(pk=self.plans[which])

    def do_plan(self, which, pair):
        plans.edit(self.plan(which), by=self.house.ida, **dict([pair]))

    def do_class(self, which, value):
        highest = {"t0": "public", "t1": "internal", "t2": "personal"}[value]
        plans.set_class(
            self.plan(which), tool_class=value, valid_until=None, highest_level=highest, by=self.house.dan
        )

    def do_tool_text(self, which, text):
        tools.edit(self.plan(which).tool, summary=text, by=self.house.ida)

    def do_decide(self, which, decision):
        tool = Tool.objects.get(pk=self.plan(which).tool_id)
        tools.decide(tool, decision=decision, reason=f"Pour {decision}", by=self.house.ida, today=TODAY)

    def do_clause(self, _which, effect):
        bound = Clause.objects.filter(client=self.house.client, effect=effect, retired_on=None).first()
        if bound:
            clauses.retire(bound, by=self.house.dan, today=TODAY)
        else:
            add_clause(self.house, effect)

    def do_policy(self, _which, policy):
        client = Client.objects.get(pk=self.house.client.pk)
        clients.record_policy(client, policy=policy, reference=policy, on=TODAY, by=self.house.dan)

    def do_consent(self, _which, _value):
        agreed = ClientConsent.objects.filter(client=self.house.client, withdrawn_on=None).first()
        if agreed:
            consents.withdraw(agreed, by=self.house.dan, today=TODAY)
        else:
            consents.grant(self.house.client, tool=self.house.tool, scope="Code", reference="Courriel",
                           granted_on=TODAY, expires_on=None, by=self.house.dan)  # fmt: skip

    def do_purpose(self, _which, text):
        self._edit_use_case(purpose=text)

    def do_use_case_title(self, _which, text):
        self._edit_use_case(title=text)

    def do_use_case_tools(self, _which, chosen):
        self._edit_use_case(plans=[self.plan(which) for which in chosen])

    def _edit_use_case(self, **changes):
        use_case = UseCase.objects.get(pk=self.use_case)
        usecases.edit(use_case, by=self.house.ana, today=TODAY, **changes)

    def do_give_back(self, which, _value):
        for seat in Seat.objects.filter(released_on=None, subscription__plan=self.plans[which]):
            seats.release(seat, by=self.house.ida, today=TODAY)

    def do_end(self, number, _value):
        requests = list(Request.objects.order_by("pk"))
        grants.end(requests[number % len(requests)], by=self.house.ida, reason="Fini", now=NOW)

    def do_settle(self, number, _value):
        waiting = list(Reopening.objects.open().order_by("pk"))
        if not waiting:
            return
        row = waiting[number % len(waiting)]
        decider = {"champion": self.house.cho, "dpo": self.house.dan, "direction": self.house.lea}[row.role]
        request = Request.objects.for_display().get(pk=row.request_id)
        settled = reopenings.confirm(row, by=decider, seen=digest(checks.facts_of(request, TODAY)), now=NOW)
        if settled.outcome == ReopeningOutcome.STILL_VALID:
            self.seal(request)


def open_now():
    return set(Reopening.objects.open().values_list("request", flat=True))


@pytest.fixture
def world(house):
    return World(house)


unhurried = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@unhurried
@given(steps=st.lists(edits, min_size=1, max_size=8))
def test_what_is_reopened_is_what_brute_force_finds(world, steps):
    pictures = dict(world.pictures)
    with pytest.raises(Rollback), transaction.atomic():
        for name, which, value in steps:
            world.act(name, which, value)
            rechecking.sweep(now=NOW)
            assert open_now() == world.broken()
        assert rechecking.sweep(now=NOW).counts() | {"checked": 0} == dict.fromkeys(
            ("checked", "opened", "updated", "closed"), 0
        )
        assert chain.verify().ok
        raise Rollback
    world.pictures = pictures


@unhurried
@given(steps=st.lists(harmless_edits, min_size=1, max_size=8))
def test_edits_that_do_not_matter_reopen_nothing(world, steps):
    with pytest.raises(Rollback), transaction.atomic():
        for name, which, value in steps:
            world.act(name, which, value)
        assert rechecking.sweep(now=NOW).counts()["opened"] == 0
        raise Rollback
