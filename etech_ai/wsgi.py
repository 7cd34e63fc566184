"""What the web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etech_ai.settings")

application = get_wsgi_application()
gc.freeze()  # what is loaded now stays for good: later collections need not walk through it
