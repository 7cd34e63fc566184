"""What every endpoint is. An app writes `rows()` and a serializer; nothing here guesses."""

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from etech_ai.api.pages import Page, page_of
from etech_ai.api.parsing import StrictJSONParser
from etech_ai.api.queries import ListQuery, Query
from etech_ai.api.throttles import CallerThrottle, TryThrottle
from people.access import Permission, Scope
from people.api.authentication import SessionAuthentication, TokenAuthentication
from people.api.permissions import GATES
from people.api.schema import refusals
from people.decorators import Access
from people.models import User


class Endpoint(APIView):
    """Authenticated, admitted, in scope, throttled, in JSON."""

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes: list[type[BasePermission]] = GATES
    throttle_classes: list[type[CallerThrottle]] = [CallerThrottle]
    renderer_classes = [JSONRenderer]
    parser_classes = [StrictJSONParser]
    metadata_class = None
    http_method_names = ["get", "head", "post"]
    scope: ClassVar[Scope | None] = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """The view, saying who may open it as every view of the portal does."""
        view: Any = super().as_view(**initkwargs)
        view.access = Access(permissions=frozenset({Permission.USE_PORTAL}))
        return view

    def handle_exception(self, exc: Exception) -> Response:
        """A call that does not say who calls, or says it wrong, counts as a try."""
        header = getattr(exc, "auth_header", "")
        if isinstance(exc, AuthenticationFailed | NotAuthenticated):
            tries = TryThrottle()
            if not tries.allow_request(self.request, self):
                exc = Throttled(tries.wait())
        response = super().handle_exception(exc)
        if header and response.status_code == 401:  # more telling than the one that DRF puts
            response["WWW-Authenticate"] = header
        return response

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Refusals are JSON whatever was asked for; no cache keeps an answer, no two callers share one."""
        if response.status_code >= 400:
            request.accepted_renderer = JSONRenderer()
            request.accepted_media_type = JSONRenderer.media_type
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Cache-Control"] = "no-store"
        patch_vary_headers(final, ["Authorization", "Cookie", "Accept-Language"])
        return final

    @property
    def caller(self) -> User:
        """Who calls; the gates have let them in."""
        return cast(User, self.request.user)

    def shown(self, serializer: type[Serializer], rows: Any, many: bool = False) -> Any:
        """Rows in the words of a serializer, which learns the day and what `known` adds."""
        listed = rows if many else [rows]
        context = {"today": timezone.localdate(), **self.known(listed)}
        return serializer(rows, many=many, context=context).data

    def known(self, rows: list[Any]) -> dict[str, Any]:
        """What the serializer needs beyond the rows, read once for all of them."""
        return {}


class ListEndpoint(Endpoint):
    """GET of a list: parameters, order, one page."""

    query: type[ListQuery]
    line: type[Serializer]

    def rows(self, asked: dict[str, Any]) -> QuerySet:
        """The rows that the caller may see, filtered, in a total order."""
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        asked = self.query.read(request.query_params)
        page = Page.of(self.rows(asked), asked, request)
        return Response(page.around(self.shown(self.line, page.rows, many=True)))


class DetailEndpoint(Endpoint):
    """GET of one row by its public key: 404 for what does not exist and for what the caller may not see."""

    sheet: type[Serializer]

    def rows(self) -> QuerySet:
        """The rows that the caller may see."""
        raise NotImplementedError

    def get(self, request: Request, **key: Any) -> Response:
        Query.read(request.query_params)
        return Response(self.shown(self.sheet, get_object_or_404(self.rows(), **key)))


def listing(name: str, tag: str, summary: Any, description: Any = "") -> Any:
    """Documents a ListEndpoint."""

    def decorate(view: type[ListEndpoint]) -> type[ListEndpoint]:
        told = extend_schema(
            operation_id=name, tags=[tag], summary=summary, description=description, parameters=[view.query],
            responses={200: _page(view), **refusals(401, 403, 422, 429)},
        )  # fmt: skip
        return extend_schema_view(get=told)(view)

    return decorate


def sheet(name: str, tag: str, summary: Any, description: Any = "") -> Any:
    """Documents a DetailEndpoint."""

    def decorate(view: type[DetailEndpoint]) -> type[DetailEndpoint]:
        told = extend_schema(
            operation_id=name, tags=[tag], summary=summary, description=description,
            responses={200: OpenApiResponse(view.sheet, _("La fiche.")), **refusals(401, 403, 404, 422, 429)},
        )  # fmt: skip
        return extend_schema_view(get=told)(view)

    return decorate


def _page(view: type[ListEndpoint]) -> OpenApiResponse:
    return OpenApiResponse(page_of(view.line), _("Une page de la liste."))
