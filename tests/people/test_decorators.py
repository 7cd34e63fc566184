import pytest
from django.urls import get_resolver

from people import decorators
from people.access import Permission
from people.decorators import Access, open_to_pending, open_to_staff, public, requires
from people.urls import urlpatterns


def view(request):
    raise AssertionError("never called here")


def test_each_decorator_says_who_may_come_in():
    reads_trail = requires(Permission.READ_TRAIL)(view)

    assert reads_trail.access == Access(permissions=frozenset({Permission.READ_TRAIL}))
    assert open_to_staff(view).access == Access(permissions=frozenset({Permission.USE_PORTAL}))
    assert open_to_pending(view).access == Access(admits_pending=True)
    assert public(view).access == Access(is_public=True)
    assert public(view).login_required is False


def test_requires_names_at_least_one_permission():
    with pytest.raises(ValueError, match="at least one"):
        requires()


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_every_address_of_people_says_who_may_come_in(pattern):
    assert isinstance(pattern.callback.access, decorators.Access)


def test_our_sign_in_page_stands_before_allauths():
    assert get_resolver().resolve("/compte/login/").view_name == "people:sign_in"
    assert get_resolver().resolve("/compte/email/").view_name == "people:email_closed"
