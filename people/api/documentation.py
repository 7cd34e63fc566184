"""The schema, and the page that shows it."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from people.api.authentication import SessionAuthentication
from people.api.endpoints import Endpoint
from people.api.permissions import GATES
from people.decorators import open_to_staff


class Schema(Endpoint, SpectacularAPIView):
    """OpenAPI 3.1, in the caller's language; `?lang=en` asks for another. Any token may read it."""

    renderer_classes = SpectacularAPIView.renderer_classes


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI inside the portal's own page."""

    authentication_classes = [SessionAuthentication]
    permission_classes = GATES
    scope = None
    url_name = "people:api_schema"
    template_name = "people/api_docs_page.html"


docs = open_to_staff(Docs.as_view())
