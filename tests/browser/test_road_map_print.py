"""The road map on paper: two A4 landscape pages, and nothing runs over."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command

from people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def test_the_demo_road_map_prints_on_two_landscape_pages(visit: Any, db: None):
    call_command("load_plan", verbosity=0)
    call_command("load_demo", verbosity=0)
    seen = visit("roadmap:board", User.objects.get(email="direction@etech.example"))

    pages = pikepdf.open(BytesIO(seen.page.pdf(prefer_css_page_size=True))).pages

    assert len(pages) == 2
    assert all(page.mediabox[2] > page.mediabox[3] for page in pages)
    assert seen.console() == []
