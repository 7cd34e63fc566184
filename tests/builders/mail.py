"""Mail servers that do not do what one would like."""

from typing import ClassVar

from django.core.mail.backends.base import BaseEmailBackend


class Broken(BaseEmailBackend):
    """Answers every mail with the exception that the test sets."""

    error: ClassVar[Exception] = OSError("no server")

    def send_messages(self, email_messages: list) -> int:
        raise self.error
