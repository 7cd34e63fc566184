"""The thread of a request: questions, answers and remarks, in order."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.request import Request
from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop


class CommentNature(Labelled):
    """What a line of the thread is."""

    COMMENT = "comment", gettext_noop("Commentaire")
    QUESTION = "question", gettext_noop("Précision demandée")
    ANSWER = "answer", gettext_noop("Réponse")
    UNDONE = "undone", gettext_noop("Décision annulée")


class CommentQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> "CommentQuerySet":
        """The threads of the requests that the person may read."""
        return self.filter(request__in=Request.objects.visible_to(user))

    def in_order(self) -> "CommentQuerySet":
        return self.order_by("at", "pk")


class Comment(Governed):
    """One message in the thread of a request. Written once."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="request_comments")
    nature = models.CharField(
        _("nature"), max_length=20, choices=CommentNature.choices(), default=CommentNature.COMMENT.value
    )
    text = models.TextField(_("texte"))
    at = models.DateTimeField(_("écrit le"))

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commentaire")
        verbose_name_plural = _("commentaires")

    def __str__(self) -> str:
        return f"{self.request_id} · {self.at:%Y-%m-%d %H:%M}"


class MentionQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> "MentionQuerySet":
        return self.filter(comment__in=Comment.objects.visible_to(user))


class Mention(Governed):
    """Somebody whom a comment names with an @."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentions")

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="one_mention_per_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} → {self.person_id}"
