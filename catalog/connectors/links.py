"""The Link header (RFC 8288), as far as paging needs it."""

import re

_PARAM = r"\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))?"
_LINK = re.compile(rf"<(?P<target>[^<>]*)>(?P<params>(?:{_PARAM})*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<plain>[^\s;,\"]+))", re.I)


def next_link(header: str) -> str:
    """The address with rel="next", as written; "" when there is none."""
    for found in _LINK.finditer(header):
        rel = _REL.search(found["params"])
        if rel and "next" in (rel["quoted"] or rel["plain"] or "").lower().split():
            return found["target"].strip()
    return ""
