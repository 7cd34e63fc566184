from catalog.models.api_key import ApiKeySheet
from catalog.models.connection import AccountLink, Connection
from catalog.models.cost import CostRecord
from catalog.models.plan import Plan, PlanEvidence
from catalog.models.seat import Seat, SeatObservation
from catalog.models.subscription import Subscription
from catalog.models.sync_run import StagedSeat, SyncRun
from catalog.models.tool import Tool
from catalog.models.vendor import Vendor
from catalog.models.vendor_seat import VendorSeat

__all__ = [
    "AccountLink",
    "ApiKeySheet",
    "Connection",
    "CostRecord",
    "Plan",
    "PlanEvidence",
    "Seat",
    "SeatObservation",
    "StagedSeat",
    "Subscription",
    "SyncRun",
    "Tool",
    "Vendor",
    "VendorSeat",
]
