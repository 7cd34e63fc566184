from approvals.models.comment import Comment, CommentNature
from approvals.models.request import Request, RequestCounter
from approvals.models.step import Step, StepQuerySet

__all__ = ["Comment", "CommentNature", "Request", "RequestCounter", "Step", "StepQuerySet"]
