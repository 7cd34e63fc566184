"""The screens of connections: who sees them, what they show, and that no page ever holds a credential."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from builders.clock import NOW
from builders.connections import SECRET, a_connection, a_list, seat, take
from catalog.models import AccountLink, Connection, Seat
from catalog.services import connections, sync
from etech_ai.audit.models import Event
from etech_ai.jobs.models import Job

pytestmark = pytest.mark.django_db


def _url(name, *args):
    return reverse(f"catalog:{name}", args=args)


def _page(client, name, *args):
    return client.get(_url(name, *args)).content.decode()


def test_the_list_shows_health_freshness_and_what_is_counted(house, client_for):
    take(a_connection(house), a_list(house.ana))

    page = _page(client_for(house.ida), "connection_list")

    assert "Copilot acme" in page and "En ordre" in page
    assert "relevé le 24\u00a0nov.\u00a02026 à 10\u00a0h\u00a000" in page
    assert "Copilot Business" in page


def test_an_empty_list_says_what_to_do(house, client_for):
    assert "Aucun éditeur n’est connecté" in _page(client_for(house.adi), "connection_list")


def test_figures_of_two_nights_ago_are_marked_as_old(house, client_for):
    connection = a_connection(house)
    two_nights_ago = timezone.now() - timedelta(hours=49)
    sync.take(connection, a_list(house.ana), purchased=1, vendor_total=1, now=two_nights_ago)

    assert "Chiffres anciens" in _page(client_for(house.ida), "connection_sheet", connection.pk)


def test_no_page_shows_more_of_the_credential_than_its_end(house, client_for):
    connection = a_connection(house)
    take(connection, a_list(house.ana, strangers=1))
    client = client_for(house.adi)

    pages = [
        _page(client, "connection_list"),
        _page(client, "connection_sheet", connection.pk),
        _page(client, "connection_edit", connection.pk),
        _page(client, "connection_run", connection.runs.get().pk),
    ]

    assert [page for page in pages if SECRET in page or connection.credential in page] == []
    assert f"•••• {SECRET[-4:]}" in pages[1]


def test_the_credential_field_is_write_only(house, client_for):
    page = _page(client_for(house.ida), "connection_new")

    field = page[page.index('name="secret"') - 200 : page.index('name="secret"') + 200]
    assert 'type="password"' in field and 'autocomplete="off"' in field


def test_a_faulty_form_is_shown_again_without_the_credential(house, client_for):
    sent = {"kind": "github_copilot", "organisation": "", "secret": SECRET, "interval_hours": "24"}

    answer = client_for(house.ida).post(_url("connection_new"), sent)

    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()
    assert not Connection.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/",
        "https://169.254.169.254",
        "https://user:pw@api.github.com",
        "https://evil.example",
    ],
)
def test_an_address_that_is_not_the_vendors_is_refused_before_anything_is_sent(house, client_for, address):
    sent = {
        "kind": "github_copilot", "organisation": "acme", "secret": SECRET, "interval_hours": "24",
        "base_url": address,
    }  # fmt: skip

    answer = client_for(house.ida).post(_url("connection_new"), sent)

    assert answer.status_code == 422
    assert "aucune requête" in answer.content.decode()


def test_only_administrators_may_admit_another_host(house, client_for):
    assert 'name="extra_hosts"' not in _page(client_for(house.ida), "connection_new")
    assert 'name="extra_hosts"' in _page(client_for(house.adi), "connection_new")


@pytest.mark.parametrize("name", ["ETECH_SECRET_KEY", "DATABASE_URL", "VENDOR_CREDENTIAL_", "PATH"])
def test_a_variable_of_the_server_cannot_be_named_as_a_credential(house, client_for, name):
    sent = {"kind": "github_copilot", "organisation": "acme", "variable": name, "interval_hours": "24"}

    answer = client_for(house.adi).post(_url("connection_new"), sent)

    assert answer.status_code == 422
    assert "VENDOR_CREDENTIAL_" in answer.content.decode()


def test_an_old_credential_is_not_sent_to_another_address(house, client_for, settings):
    settings.VENDOR_HOSTS = ["gateway.etech.example"]
    connection = a_connection(house)
    sent = {"organisation": "acme", "interval_hours": "24", "base_url": "https://gateway.etech.example"}

    answer = client_for(house.ida).post(_url("connection_edit", connection.pk), sent)

    assert answer.status_code == 422
    assert "saisissez aussi le jeton" in answer.content.decode()


def test_reading_now_leaves_one_job_even_for_two_clicks(house, client_for):
    connection, client = a_connection(house), client_for(house.ida)

    for _click in range(2):
        assert client.post(_url("connection_read", connection.pk)).status_code == 303

    job = Job.objects.get(kind="catalog.sync_connection")
    assert job.payload == {"connection": connection.pk, "dry_run": False}
    assert Event.objects.filter(name="connection.reading_asked").count() == 1
    page = _page(client, "connection_sheet", connection.pk)
    assert 'hx-trigger="every 3s"' in page and "Vous pouvez quitter cette page" in page


def test_a_trial_is_asked_with_its_own_button(house, client_for):
    connection = a_connection(house)

    client_for(house.ida).post(_url("connection_read", connection.pk), {"essai": "1"})

    assert Job.objects.get(kind="catalog.sync_connection").payload["dry_run"] is True


def test_pausing_and_resuming(house, client_for):
    connection, client = a_connection(house), client_for(house.ida)

    client.post(_url("connection_pause", connection.pk))
    assert "Reprendre les relevés" in _page(client, "connection_sheet", connection.pk)

    client.post(_url("connection_resume", connection.pk))
    connection.refresh_from_db()
    assert connection.state == "never_run"


def test_an_account_is_linked_from_the_sheet_and_the_seat_follows(house, client_for):
    connection, client = a_connection(house), client_for(house.ida)
    take(connection, [seat(7, login="m-rossi")])

    answer = client.post(
        _url("account_link", connection.pk),
        {"login": "m-rossi", "vendor_account_id": "7", "person": house.ana.pk},
    )

    assert answer.status_code == 303
    assert Seat.objects.get().holder == house.ana
    page = _page(client, "connection_sheet", connection.pk)
    assert "Chaque compte de la liste a sa personne" in page and "Comptes rattachés à la main" in page


def test_linking_without_a_person_shows_what_is_missing(house, client_for):
    connection = a_connection(house)
    take(connection, [seat(7, login="m-rossi")])

    answer = client_for(house.ida).post(_url("account_link", connection.pk), {"login": "m-rossi"})

    assert answer.status_code == 422
    assert not AccountLink.objects.exists()


def test_a_link_is_taken_back_from_the_sheet(house, client_for):
    connection, client = a_connection(house), client_for(house.ida)
    take(connection, [seat(7, login="m-rossi")])
    client.post(_url("account_link", connection.pk), {"login": "m-rossi", "person": house.ana.pk})

    client.post(_url("account_unlink", AccountLink.objects.get().pk))

    assert AccountLink.objects.get().ended_at is not None
    assert connection.vendor_seats.get().person is None


def test_a_held_back_reading_shows_what_it_would_end_and_is_decided_there(house, client_for):
    connection, client = a_connection(house), client_for(house.ida)
    full = a_list(house.ana, house.cho, strangers=8)
    for hours, rows in ((0, full), (24, full[5:]), (48, full[5:])):
        run = take(connection, rows, hours=hours)

    page = _page(client, "connection_run", run.pk)
    assert "Ce relevé mettrait fin à 5 sièges sur 10" in page
    assert "Appliquer et finir 5 sièges" in page and "user-1" in page
    assert "attend votre décision" in _page(client, "connection_list")

    answer = client.post(_url("run_confirm", run.pk), follow=True)
    assert "Le relevé est appliqué" in answer.content.decode()
    again = client.post(_url("run_dismiss", run.pk), follow=True)
    assert "n’attend plus de décision" in again.content.decode()


def test_a_reading_names_people_rather_than_numbers(house, client_for):
    run = take(a_connection(house), a_list(house.ana))

    page = _page(client_for(house.ida), "connection_run", run.pk)

    assert "Sièges trouvés chez l’éditeur" in page and "Ana Alvarez" in page


def test_vendors_words_are_escaped(house, client_for):
    connection = a_connection(house)
    run = take(connection, [seat(1, login="<script>alert(1)</script>")])
    client = client_for(house.ida)

    for page in (
        _page(client, "connection_sheet", connection.pk), _page(client, "connection_run", run.pk),
    ):  # fmt: skip
        assert "<script>alert(1)" not in page


def test_the_list_takes_as_many_statements_for_many_connections(house, client_for, assert_flat_queries):
    client = client_for(house.ida)
    a_connection(house)

    def more():
        for number in range(5):
            take(a_connection(house, organisation=f"org-{number}"), [])

    assert_flat_queries(get=lambda: client.get(_url("connection_list")), add_rows=more)


def test_a_sheet_takes_as_many_statements_for_many_accounts(house, client_for, assert_flat_queries):
    connection, client = a_connection(house), client_for(house.ida)
    take(connection, a_list(strangers=1))

    def more():
        take(connection, a_list(house.ana, house.cho, strangers=15), hours=1)

    assert_flat_queries(get=lambda: client.get(_url("connection_sheet", connection.pk)), add_rows=more)


def test_licences_and_costs_shows_the_vendors_count_and_how_fresh_it_is(house, client_for):
    take(a_connection(house), a_list(house.ana), purchased=31)

    page = _page(client_for(house.ida), "cost_overview")

    assert 'data-label="Compte de l’éditeur">31<' in page
    assert "relevé le 24\u00a0nov.\u00a02026" in page
    assert "Santé des relevés" in page


def test_the_health_card_is_for_those_who_keep_connections(house, client_for):
    take(a_connection(house), a_list(house.ana))

    assert "Santé des relevés" not in _page(client_for(house.fin), "cost_overview")


def test_costs_take_as_many_statements_for_many_connections(house, client_for, assert_flat_queries):
    client = client_for(house.ida)
    a_connection(house)

    def more():
        for number in range(5):
            a_connection(house, organisation=f"org-{number}")

    assert_flat_queries(get=lambda: client.get(_url("cost_overview")), add_rows=more)


def test_a_tools_sheet_shows_bought_counted_and_held_to_everybody(house, client_for):
    take(a_connection(house), a_list(house.cho), purchased=31)

    page = _page(client_for(house.ana), "tool_sheet", house.tool.slug)

    assert "Achetés\u00a0: 2." in page
    assert "Compte de l’éditeur\u00a0: 31." in page
    assert "relevé le 24\u00a0nov.\u00a02026" in page
    assert "Cho Chan" not in page[page.index('id="sieges"') : page.index('id="historique"')]


def test_a_tools_sheet_shows_each_last_use_to_who_manages_seats(house, client_for):
    take(a_connection(house), [seat(1, house.ana), seat(2, house.cho, last_used_at=None)])

    page = _page(client_for(house.ida), "tool_sheet", house.tool.slug)
    seats_part = page[page.index('id="sieges"') : page.index('id="historique"')]

    assert "18\u00a0nov.\u00a02026" in seats_part and "non connu" in seats_part
    assert seats_part.index("Cho Chan") < seats_part.index("Ana Alvarez")


def test_one_sees_ones_own_last_use(house, client_for):
    take(a_connection(house), a_list(house.ana))

    page = _page(client_for(house.ana), "tool_sheet", house.tool.slug)

    assert "Dernier usage\u00a0: 18\u00a0nov.\u00a02026." in page


def test_a_tools_sheet_takes_as_many_statements_for_many_seats(house, client_for, assert_flat_queries):
    connection, client = a_connection(house), client_for(house.ida)
    take(connection, a_list(house.ana))

    def more():
        take(connection, a_list(house.ana, house.cho, house.dan, house.zoe, house.lea), hours=1)

    assert_flat_queries(get=lambda: client.get(_url("tool_sheet", house.tool.slug)), add_rows=more)


def test_the_seats_of_a_subscription_are_listed_longest_unused_first(house, client_for):
    take(a_connection(house), [seat(1, house.ana), seat(2, house.cho, last_used_at=None)])

    page = _page(client_for(house.ida), "seat_list", house.subscription.pk)

    assert page.index("Cho Chan") < page.index("Ana Alvarez")
    assert "non connu" in page


def test_a_job_that_was_put_off_says_until_when(house, client_for):
    connection = a_connection(house)
    job = connections.ask_run(connection, dry_run=False, by=house.ida, now=NOW)
    Job.objects.filter(pk=job.pk).update(error="wait", run_after=NOW + timedelta(hours=1))

    page = _page(client_for(house.ida), "connection_sheet", connection.pk)

    assert "prochain essai le 24\u00a0nov.\u00a02026, 11\u00a0h\u00a000" in page


def test_a_run_under_way_has_no_figures_yet(house, client_for):
    run = sync.begin(a_connection(house), now=NOW)

    assert "Aucune n’a été calculée" in _page(client_for(house.ida), "connection_run", run.pk)
