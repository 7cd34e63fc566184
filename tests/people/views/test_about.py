"""What the portal says of itself, to everybody."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/accessibilite/", "/donnees-personnelles/"])
def test_strangers_and_members_read_it(client, client_for, house, path):
    assert client.get(path).status_code == 200
    assert path in client_for(house.ana).get("/").content.decode()
