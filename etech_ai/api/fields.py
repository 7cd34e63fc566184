"""Fields that the serializers share."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from rest_framework import serializers

from etech_ai.enums import Labelled


class EnumField(serializers.ChoiceField):
    """One value of a closed list; the description names them all. A blank one is null."""

    def __init__(self, values: type[Labelled], help_text: Any = "", **options: Any) -> None:
        super().__init__(choices_of(values), help_text=described(values, help_text), **options)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) if value else None


class TextOrNull(serializers.CharField):
    """A text; a blank one is null, so that « nothing » is always written the same way."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_null=True, **options)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


def choices_of(values: type[Labelled]) -> list[tuple[str, str]]:
    """Names rather than labels: what identifies a list must not change with the language."""
    return [(value.value, value.name) for value in values]


def described(values: type[Labelled], text: Any = "") -> Any:
    """The text, then each value with its label, in the reader's language."""
    return lazy(_described, str)(values, text)


def _described(values: type[Labelled], text: Any) -> str:
    lines = [f"* `{value.value}`{_(' : ')}{_(value.label)}" for value in values]
    return "\n".join([str(text), "", *lines] if text else lines)
