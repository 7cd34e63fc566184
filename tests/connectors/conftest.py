"""A vendor, a clock that does not wait, and a connector between them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from builders.vendor_clock import Hourglass
from builders.vendor_server import Vendor, vendor_server
from catalog.connectors import Connector, open_connector


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    """A vendor that listens, one page of seats until the test says otherwise."""
    with vendor_server() as running:
        yield running


@pytest.fixture
def hourglass() -> Hourglass:
    return Hourglass()


@pytest.fixture
def connect(vendor: Vendor, hourglass: Hourglass) -> Iterator[Callable[..., Connector]]:
    """Open a connector to the vendor; it is closed when the test ends."""
    with ExitStack() as stack:

        def connect(**changes: Any) -> Connector:
            settings: dict[str, Any] = {
                "organisation": vendor.organisation,
                "secret": vendor.token,
                "base_url": vendor.url,
                "allow_loopback": True,
                "clock": hourglass.clock,
            }
            return stack.enter_context(open_connector("github_copilot", **settings | changes))

        yield connect
