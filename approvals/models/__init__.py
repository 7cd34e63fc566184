from approvals.models.attachment import Attachment
from approvals.models.comment import Comment, CommentNature, Mention
from approvals.models.group import GroupRequest
from approvals.models.link import SpentLink
from approvals.models.reopening import Reopening, ReopeningOutcome
from approvals.models.request import Request, RequestCounter
from approvals.models.scorecard import CriterionScore, Scorecard
from approvals.models.step import Step, StepQuerySet
from approvals.models.substitute import Substitute
from approvals.models.waiting import WaitingOutcome, WaitingPlace
from approvals.models.webhook import Delivery, Webhook, WebhookCursor

__all__ = [
    "Attachment",
    "Comment",
    "CommentNature",
    "CriterionScore",
    "Delivery",
    "GroupRequest",
    "Mention",
    "Reopening",
    "ReopeningOutcome",
    "Request",
    "RequestCounter",
    "Scorecard",
    "SpentLink",
    "Step",
    "StepQuerySet",
    "Substitute",
    "WaitingOutcome",
    "WaitingPlace",
    "Webhook",
    "WebhookCursor",
]
