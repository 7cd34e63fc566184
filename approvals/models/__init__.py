from approvals.models.comment import Comment, CommentNature
from approvals.models.group import GroupRequest
from approvals.models.link import SpentLink
from approvals.models.reopening import Reopening, ReopeningOutcome
from approvals.models.request import Request, RequestCounter
from approvals.models.step import Step, StepQuerySet
from approvals.models.substitute import Substitute

__all__ = [
    "Comment",
    "CommentNature",
    "GroupRequest",
    "Reopening",
    "ReopeningOutcome",
    "Request",
    "RequestCounter",
    "SpentLink",
    "Step",
    "StepQuerySet",
    "Substitute",
]
