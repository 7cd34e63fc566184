"""How often one may call, counted in the cache that all processes share.

`api`: everything a caller does · `engines`: what makes the rule engines work · `tries`: calls that say
nothing, or nothing true, about who calls, by network address. A refused call says in Retry-After when to come
back.
"""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class CallerThrottle(SimpleRateThrottle):
    """Counts by token, or by person for a session."""

    scope = "api"

    def get_cache_key(self, request: Request, view: Any) -> str:
        token = getattr(request.auth, "pk", None)
        caller = f"token-{token}" if token else f"person-{request.user.pk}"
        return self.cache_format % {"scope": self.scope, "ident": caller}


class EngineThrottle(CallerThrottle):
    scope = "engines"


class TryThrottle(SimpleRateThrottle):
    """Counts by network address, as the trusted proxies give it."""

    scope = "tries"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
