"""Printing a dossier as PDF/A-3a. WeasyPrint lives here alone; only tasks and commands import this module."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from compliance.dossiers.sections import Content, canonical, manifest
from etech_ai.audit import signing

FONTS = (
    ("Geist", 400, "geist-sans-latin-400-normal.woff2"),
    ("Geist", 500, "geist-sans-latin-500-normal.woff2"),
    ("Geist", 600, "geist-sans-latin-600-normal.woff2"),
    ("Geist Mono", 400, "geist-mono-latin-wght-normal.woff2"),
)
STYLE = Path(__file__).parent / "print.css"


@dataclass(frozen=True, slots=True)
class Rendered:
    pdf: bytes
    pages: int


def render(content: Content) -> Rendered:
    """Lay out and write, in one pass. The same content gives the same bytes on the same machine."""
    pieces = {"dossier.json": canonical(content.facts)}
    pieces["manifeste.json"] = manifest(pieces)
    # Nothing is fetched: neither files nor addresses. Fonts and drawings are inside what we hand over.
    html = HTML(string=page(content, pieces), url_fetcher=URLFetcher(allowed_protocols=["data"]))
    fonts = FontConfiguration()
    style = CSS(string=_faces() + STYLE.read_text(encoding="utf-8"), font_config=fonts)
    at = content.cover.sealed_at
    document = html.render(stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3a", pdf_tags=True)
    document.metadata.attachments = [_attached(name, data, at) for name, data in pieces.items()]
    identifier = hashlib.sha256(pieces["manifeste.json"]).hexdigest()[:32].encode()
    pdf = document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True, pdf_identifier=identifier)
    return Rendered(pdf, len(document.pages))


def page(content: Content, pieces: dict[str, bytes]) -> str:
    """The document as HTML, in the dossier's language."""
    context = {
        "content": content,
        "cover": content.cover,
        "last": len(content.chapters) + 1,
        "pieces": [(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in pieces.items()],
        "manifest": hashlib.sha256(pieces["manifeste.json"]).hexdigest(),
        "signer": signing.fingerprints()[0],
        "qr": _qr(f"{settings.BASE_URL}/dossiers/{content.cover.number}/"),
        "bars": [(2 + 5.4 * i, 16 - 4 * i, 4 + 4 * i, i < content.filled_bars) for i in range(4)],
    }
    with override(content.language):
        return render_to_string("dossiers/dossier.html", context)


def _attached(name: str, data: bytes, at: datetime) -> Attachment:
    """Both dates are given: without them the bytes would change at each run."""
    return Attachment(string=data, name=name, relationship="Source", created=at, modified=at)


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return drawn.getvalue().decode()


def _faces() -> str:
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f"src: url(data:font/woff2;base64,{_font(name)}) }}\n"
        for family, weight, name in FONTS
    )


def _font(name: str) -> str:
    path = finders.find(f"css/vendor/fonts/{name}")
    if not path:
        raise FileNotFoundError(f"{name} is not there: run ./dev setup, which copies the fonts")
    return b64encode(Path(path).read_bytes()).decode()
