"""The pages of the data rules: read by everybody, changed by two."""

import pytest
from django.urls import reverse

from builders import compliance as build
from builders.clock import NOW, TODAY
from builders.requests import a_request
from compliance.data_rules import Change, ChangeKind
from compliance.models import RuleChange
from compliance.rule_forms import RuleTableForm
from compliance.services import pinned_examples, rule_changes, rules
from people.services import clients


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def table(house):
    """What the form of the rules in force posts when nothing is edited."""
    form = RuleTableForm(rules=rules.data(TODAY), initial={"effective_on": TODAY})
    return {field.html_name: field.value() or "" for field in form if field.value() not in (None, [])}


def sheet(change):
    return reverse("compliance:rule_change_sheet", args=[change.number])


def proposal(house, *changes):
    given = changes or (Change(ChangeKind.LEVEL_VALUE, "confidential", "t1", "forbidden"),)
    return rule_changes.propose(
        title="Durcir T1", reason="Doute", changes=given, effective_on=TODAY, by=house.dan, now=NOW
    )


def test_everybody_reads_the_rules_and_the_examples(client_for, house):
    page = client_for(house.zoe).get(reverse("compliance:rule_list"))

    assert page.status_code == 200
    assert "une note d’équipe interne" in page.text
    assert "Proposer une modification" not in page.text


def test_an_untouched_table_proposes_nothing(client_for, house, table):
    page = client_for(house.dan).post(
        reverse("compliance:rule_change_new"), {**table, "title": "Rien", "reason": "Rien"}
    )

    assert page.status_code == 422
    assert "Rien ne change" in page.text
    assert not RuleChange.objects.exists()


def test_an_edited_cell_is_proposed_and_shown_before_it_is(client_for, house, table):
    build.plan_of_class(house, "Assistant", *build.CLASS_T1)
    edited = {**table, "value-internal-t1": "forbidden", "title": "Durcir", "reason": "Doute"}
    dan, url = client_for(house.dan), reverse("compliance:rule_change_new")

    drafted = dan.post(url, edited, headers={"HX-Request": "true"})
    assert drafted.status_code == 200
    assert "Assistant" in drafted.text
    assert not RuleChange.objects.exists()

    sent = dan.post(url, edited)
    assert sent.status_code == 303
    assert RuleChange.objects.get().atoms == (Change(ChangeKind.LEVEL_VALUE, "internal", "t1", "forbidden"),)


def test_a_condition_that_an_article_asks_for_cannot_be_unticked(client_for, house, table):
    kept = [name for name in table["level-personal"] if name != "dpa_signed"]
    page = client_for(house.dan).post(
        reverse("compliance:rule_change_new"),
        {**table, "level-personal": kept, "title": "Alléger", "reason": "Essai"},
    )

    assert page.status_code == 422
    assert "ne s’enlève pas" in page.text


def test_the_second_person_publishes_what_they_read(client_for, house):
    change = proposal(house)
    lea = client_for(house.lea)
    page = lea.get(sheet(change))
    seen = page.context["seen"]

    answer = lea.post(
        reverse("compliance:rule_change_publish", args=[change.number]), {"seen": seen}, follow=True
    )

    assert "est publiée" in answer.text
    assert RuleChange.objects.get().agreed_by == house.lea


def test_who_proposed_sees_why_the_button_is_closed(client_for, house):
    page = client_for(house.dan).get(sheet(proposal(house)))

    assert "une autre personne doit l’approuver" in page.text
    assert 'aria-disabled="true"' in page.text


def test_a_stale_page_publishes_nothing(client_for, house):
    change = proposal(house)
    answer = client_for(house.lea).post(
        reverse("compliance:rule_change_publish", args=[change.number]), {"seen": "autre"}, follow=True
    )

    assert "ont changé depuis votre lecture" in answer.text
    assert RuleChange.objects.get().state == "proposed"


def test_staff_read_what_was_published_without_the_names_of_clients(client_for, house):
    build.accept_ai(house)
    build.consent_to(house, house.plan)
    change = proposal(
        house, Change(ChangeKind.LEVEL_CONDITION, "client_confidential", "trusted_hosting", "added")
    )
    assert client_for(house.zoe).get(sheet(change)).status_code == 404
    held = {example.id: example for example in rule_changes.examples()}
    pinned_examples.retire(held["client_code_with_everything"], because="Durci", by=house.dan, today=TODAY)
    seen = rule_changes.mark(change, rule_changes.sides(change)[0])
    rule_changes.publish(change, seen=seen, by=house.lea, now=NOW)

    page = client_for(house.zoe).get(sheet(change))

    assert page.status_code == 200
    assert house.client.name not in page.text
    assert house.client.name in client_for(house.lea).get(sheet(change)).text


def test_open_requests_are_told(client_for, house):
    request = a_request(house, data_levels=("internal",))
    change = proposal(house, Change(ChangeKind.LEVEL_VALUE, "internal", "t1", "forbidden"))

    page = client_for(house.dan).get(reverse("approvals:rule_change_requests", args=[change.number]))

    assert request.reference in page.text


def test_the_answers_that_change_are_taken_away_as_a_file(client_for, house):
    change = proposal(house)
    answer = client_for(house.dan).get(reverse("compliance:rule_change_export", args=[change.number, "csv"]))

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Client;Projet;Offre")
    assert len(lines) == 1 + sum(1 for _flip in client_for(house.dan).get(sheet(change)).context["flips"])


def test_an_example_is_pinned_and_retired(client_for, house):
    dan = client_for(house.dan)
    words = {"given": "une note", "when": "on l’envoie à T1", "then": "c’est permis", "levels": ["internal"],
             "tool_class": "t1", "client": "none", "result": "allowed"}  # fmt: skip
    wrong = dan.post(reverse("compliance:example_new"), {**words, "result": "forbidden"})
    assert wrong.status_code == 422
    assert "répondent autrement" in wrong.text

    assert dan.post(reverse("compliance:example_new"), words).status_code == 303
    (pinned,) = [item for item in rule_changes.examples() if item.id.startswith("house.")]
    url = reverse("compliance:example_retire", args=[pinned.id])
    assert dan.post(url, {"because": ""}).status_code == 422
    assert dan.post(url, {"because": "Revu"}).status_code == 303
    assert dan.get(url).status_code == 404


def test_queries_do_not_grow_with_clients(client_for, house, assert_flat_queries):
    change = proposal(house)
    dan = client_for(house.dan)

    def add():
        for number in range(4):
            build.accept_ai(house, clients.create(name=f"Client {number}", sector="other", by=house.adi))

    assert_flat_queries(get=lambda: dan.get(sheet(change)), add_rows=add)
