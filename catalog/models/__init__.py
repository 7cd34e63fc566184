from catalog.models.cost import CostRecord
from catalog.models.plan import Plan, PlanEvidence
from catalog.models.seat import Seat, SeatObservation
from catalog.models.subscription import Subscription
from catalog.models.tool import Tool
from catalog.models.vendor import Vendor

__all__ = [
    "CostRecord",
    "Plan",
    "PlanEvidence",
    "Seat",
    "SeatObservation",
    "Subscription",
    "Tool",
    "Vendor",
]
