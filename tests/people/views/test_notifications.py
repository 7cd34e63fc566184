import pytest

from people.events import MANNERS, choosable
from people.models import Notification, NotificationSettings
from people.services import notifications
from people.views.notifications import PAGE_SIZE

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


def test_one_is_marked_read_and_the_list_stays_as_it_was_filtered(house, client_for):
    row = tell(house.ana)
    response = client_for(house.ana).post(
        f"/notifications/{row.pk}/lire/?vue=non-lues&famille=decided&autre=1"
    )

    assert response.url == f"/notifications/?vue=non-lues&famille=decided#n-{row.pk}"
    assert Notification.objects.get().read_at


def test_a_family_shows_its_own(house, client_for):
    mine = tell(house.ana)
    notifications.tell(house.ana, event="watch.late", subject="Lecture en retard")
    client = client_for(house.ana)

    assert list(client.get("/notifications/?famille=decided").context["page"]) == [mine]
    assert len(client.get("/notifications/?famille=inconnue").context["page"]) == 2
    assert "Élargissez" in client.get("/notifications/?famille=talk").content.decode()


def test_a_long_list_is_paged(house, client_for):
    for _ in range(PAGE_SIZE + 1):
        tell(house.ana)
    client = client_for(house.ana)

    assert len(client.get("/notifications/").context["page"]) == PAGE_SIZE
    assert len(client.get("/notifications/?page=2").context["page"]) == 1


def test_the_bell_counts_what_is_unread(house, client_for):
    client = client_for(house.ana)
    tell(house.ana)
    shown = client.get("/a-decider/nombres/", headers={"HX-Request": "true"}).content.decode()

    assert ">1</span>" in shown
    assert "1 non lue" in shown


# ---------------------------------------------------------------- how one wants to be told
SETTINGS = "/mon-profil/notifications/"


def chosen(**changes):
    default = {f"channel-{family}": MANNERS[family].default.value for family in choosable()}
    return {"has_weekly_digest": "on"} | default | changes


def test_the_page_shows_what_holds_and_what_cannot_be_silenced(house, client_for):
    page = client_for(house.ana).get(SETTINGS)

    assert page.context["form"]["channel-watch"].value() == "digest"
    assert "Personne ne peut faire taire ces messages." in page.content.decode()
    assert {family.value for family, _ in page.context["always"]} == {"incidents", "integrity", "security"}


def test_a_choice_is_kept_and_shown_again(house, client_for):
    client = client_for(house.ana)
    sent = chosen(**{"channel-decided": "portal"})
    sent.pop("has_weekly_digest")

    assert client.post(SETTINGS, sent).status_code == 303
    form = client.get(SETTINGS).context["form"]
    assert (form["channel-decided"].value(), form["has_weekly_digest"].value()) == ("portal", False)


def test_a_channel_that_does_not_exist_is_refused(house, client_for):
    page = client_for(house.ana).post(SETTINGS, chosen(**{"channel-decided": "pigeon"}))

    assert page.status_code == 422
    assert not NotificationSettings.objects.exists()
