from approvals.models.attachment import Attachment
from approvals.models.comment import Comment, CommentNature, Mention
from approvals.models.group import GroupRequest
from approvals.models.link import SpentLink
from approvals.models.reopening import Reopening, ReopeningOutcome
from approvals.models.request import Request, RequestCounter
from approvals.models.step import Step, StepQuerySet
from approvals.models.substitute import Substitute
from approvals.models.webhook import Delivery, Webhook, WebhookCursor

__all__ = [
    "Attachment",
    "Comment",
    "CommentNature",
    "Delivery",
    "GroupRequest",
    "Mention",
    "Reopening",
    "ReopeningOutcome",
    "Request",
    "RequestCounter",
    "SpentLink",
    "Step",
    "StepQuerySet",
    "Substitute",
    "Webhook",
    "WebhookCursor",
]
