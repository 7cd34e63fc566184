"""One page of a list: `{"total", "limit", "offset", "next", "previous", "results"}`."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from etech_ai.api.queries import MOST_ROWS


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page and where it stands."""

    rows: list[Any]
    total: int
    limit: int
    offset: int
    url: str

    @classmethod
    def of(cls, rows: QuerySet, asked: dict[str, Any], request: Request) -> "Page":
        """Two statements: the count and the rows. The order must be total, or pages would overlap."""
        limit, offset = min(asked["limit"], MOST_ROWS), asked["offset"]
        total = rows.order_by().count()
        shown = list(rows[offset : offset + limit])
        return cls(shown, total, limit, offset, request.build_absolute_uri())

    def around(self, results: Any) -> dict[str, Any]:
        """The body: the page's place, then its rows as they are shown."""
        return {
            "total": self.total,
            "limit": self.limit,
            "offset": self.offset,
            "next": self._next(),
            "previous": self._previous(),
            "results": results,
        }

    def _next(self) -> str | None:
        after = self.offset + self.limit
        return self._at(after) if after < self.total else None

    def _previous(self) -> str | None:
        return self._at(max(0, self.offset - self.limit)) if self.offset else None

    def _at(self, offset: int) -> str:
        url = replace_query_param(self.url, "limit", self.limit)
        return replace_query_param(url, "offset", offset) if offset else remove_query_param(url, "offset")


def page_of(line: type[serializers.Serializer]) -> serializers.Serializer:
    """The schema of a page of such lines."""
    return inline_serializer(
        name=line.__name__.removesuffix("Serializer").removesuffix("Line") + "Page",
        fields={
            "total": serializers.IntegerField(help_text=gettext_lazy("Lignes en tout.")),
            "limit": serializers.IntegerField(),
            "offset": serializers.IntegerField(),
            "next": serializers.URLField(
                allow_null=True, help_text=gettext_lazy("Adresse de la page suivante, ou null.")
            ),
            "previous": serializers.URLField(allow_null=True),
            "results": line(many=True),
        },
    )
