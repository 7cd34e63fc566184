import pytest

from people.models import Notification
from people.services import notifications

pytestmark = pytest.mark.django_db


def tell(user, url="/demandes/"):
    return notifications.tell(user, event="request.decided", subject="Demande approuvée", url=url)


def test_the_centre_shows_ones_own_newest_first(house, client_for):
    first, second = tell(house.ana), tell(house.ana)
    tell(house.zoe)

    page = client_for(house.ana).get("/notifications/")
    assert list(page.context["page"]) == [second, first]
    assert page.context["unread"] == 2


def test_opening_one_marks_it_read_and_goes_there(house, client_for):
    row = tell(house.ana)
    client = client_for(house.ana)
    response = client.post(f"/notifications/{row.pk}/")

    assert (response.status_code, response.url) == (303, "/demandes/")
    assert Notification.objects.get().read_at
    assert list(client.get("/notifications/?vue=non-lues").context["page"]) == []


def test_reading_all_at_once(house, client_for):
    tell(house.ana)
    tell(house.zoe)
    client_for(house.ana).post("/notifications/tout-lire/")

    assert set(Notification.objects.filter(read_at=None).values_list("user", flat=True)) == {house.zoe.pk}


def test_somebody_elses_notification_is_unknown(house, client_for):
    assert client_for(house.zoe).post(f"/notifications/{tell(house.ana).pk}/").status_code == 404


def test_a_notification_never_leads_out_of_the_portal(house, client_for):
    row = tell(house.ana, url="https://ailleurs.example/")

    assert client_for(house.ana).post(f"/notifications/{row.pk}/").url == "/notifications/"
