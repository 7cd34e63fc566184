import subprocess
import sys

from django.conf import settings

LOADED = """
import sys
from etech_ai.wsgi import application
from django.urls import get_resolver
get_resolver().reverse_dict
print(*sys.modules)
"""


def test_the_web_loads_neither_what_prints_nor_what_only_some_need():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())

    assert "usecases.views.sheet" in loaded
    assert (
        not {
            "weasyprint",
            "holidays",
            "redis",
            "openpyxl",
            "detect_secrets",
            "phonenumbers",
            "compliance.dossiers.pdf",
        }
        & loaded
    )
