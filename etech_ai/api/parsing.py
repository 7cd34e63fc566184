"""JSON in, as strict as the commands that read JSON lines."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class StrictJSONParser(JSONParser):
    """Refuses NaN and Infinity, nesting that Python cannot follow, and text that no database can hold."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            value = super().parse(stream, media_type, parser_context)
            for text in _texts(value):
                text.encode()  # a lone surrogate is no text
                if "\x00" in text:
                    raise ValueError("U+0000")
        except (ParseError, ValueError, RecursionError) as bad:
            raise ParseError(_("Ce n’est pas du JSON que l’on puisse lire.")) from bad
        return value


def _texts(value: Any) -> Iterator[str]:
    """Every text of a parsed value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
