"""Vendors that the portal can read, by kind. `open_connector` is the only door.

    with open_connector("github_copilot", organisation="etech", secret=token) as vendor:
        for row in vendor.fetch_seats(): ...

No Django here: the caller passes what it knows (credential, addresses admitted by the environment).
"""

from catalog.connectors.base import (
    Capability,
    Connector,
    Facts,
    FailureClass,
    Health,
    Note,
    Precision,
    SeatKind,
    SeatRow,
    SeatState,
    VendorFailure,
)
from catalog.connectors.kinds import KINDS, ConnectorKind, check_base_url, open_connector

__all__ = [
    "KINDS",
    "Capability",
    "Connector",
    "ConnectorKind",
    "Facts",
    "FailureClass",
    "Health",
    "Note",
    "Precision",
    "SeatKind",
    "SeatRow",
    "SeatState",
    "VendorFailure",
    "check_base_url",
    "open_connector",
]
