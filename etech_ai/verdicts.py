"""One answer type for every « may I? »: button, tooltip, service, pre-check, data rule, API."""

from dataclasses import dataclass


class Refused(Exception):
    """The portal says no; the message tells the person what to do about it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, why (a sentence for the person), and the rules or articles that say so."""

    allowed: bool
    reason: str = ""
    citations: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Raise Refused with the reason unless the answer is yes."""
        if not self.allowed:
            raise Refused(self.reason)


YES = Verdict(True)


def no(reason: str, *citations: str) -> Verdict:
    """A refusal with its reason and the rules it rests on."""
    return Verdict(False, str(reason), citations)
