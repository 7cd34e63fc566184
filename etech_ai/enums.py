"""Enumerations with labels, usable by pure modules as well as by models and forms."""

from enum import StrEnum
from typing import Self


def gettext_noop(text: str) -> str:
    """Mark a French label for extraction; it is translated where it is shown (template filter ``t``)."""
    return text


class Labelled(StrEnum):
    """A string enumeration whose members carry a French label: ``APPROVED = "approved", "Approuvé"``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        if not label:  # it has a default only because `Colour("red")`, which finds a member, has one argument
            raise TypeError(f"{cls.__name__}.{value} needs a label")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) pairs, as model fields and forms want them."""
        return [(member.value, member.label) for member in cls]
