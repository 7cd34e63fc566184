from approvals.workflow import State
from builders.clock import TODAY
from builders.requests import a_request, sent
from catalog.services import plans, seats, subscriptions
from compliance.services import policies
from people.services import trainings


def page(client_for, person):
    response = client_for(person).get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_home_greets_and_is_empty_without_inventing_anything(house, client_for):
    text = page(client_for, house.zoe)

    assert "Bonjour Zoé" in text
    assert "Aucun outil pour l’instant" in text
    assert "Aucune demande" in text


def test_home_shows_my_seats_and_my_requests(house, client_for):
    request = a_request(house, State.APPROVED)

    text = page(client_for, house.ana)
    assert "GitHub Copilot" in text
    assert request.reference in text
    assert "Accès en cours d’ouverture" in text


def test_home_asks_for_the_precision_that_is_awaited(house, client_for):
    a_request(house, State.CLARIFICATION)

    text = page(client_for, house.ana)
    assert "attend une précision de votre part" in text
    assert "Répondre" in text


def test_home_shows_deciders_what_waits(house, client_for):
    request = sent(house)

    assert f"/a-decider/{request.reference}/" in page(client_for, house.cho)
    assert f"/a-decider/{request.reference}/" not in page(client_for, house.zoe)


def test_home_shows_required_training_and_policies(house, client_for):
    trainings.create(title="Bases de l’IA", minutes=30, is_required=True, by=house.adi)
    policies.publish("Charte IA", body="Règles.", effective_on=TODAY, by=house.dan)

    text = page(client_for, house.ana)
    assert "Bases de l’IA" in text
    assert "Charte IA" in text


def test_home_names_my_champion(house, client_for):
    assert "Cho Chan" in page(client_for, house.ana)


def test_home_takes_as_many_queries_with_more_rows(house, client_for, assert_flat_queries):
    client = client_for(house.cho)

    def more():
        for index, person in enumerate((house.ana, house.zoe, house.dan)):
            sent(house, by=person)
            plan = plans.add(house.tool, name=f"Offre {index}", pricing="seat", by=house.ida)
            line = subscriptions.add(plan, label=f"Ligne {index}", starts_on=TODAY, by=house.ida)
            seats.assign(line, to=house.cho, by=house.ida, today=TODAY)
            sent(house, plan=plan)

    seats.assign(house.subscription, to=house.cho, by=house.ida, today=TODAY)
    sent(house, by=house.lea)
    assert_flat_queries(get=lambda: client.get("/"), add_rows=more)
