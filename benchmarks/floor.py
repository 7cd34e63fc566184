"""The floor: the least that a Django project of one file does for the same pages and writes.

Django's own settings and middleware, a session and a login, one query with its join, COUNT(*), fifty rows by
ten columns in a plain template; a trigram search; create and approve with one chained audit row each. It
has no rights, no languages, no look. `python -m benchmarks.floor ROWS REQUESTS EVENTS` fills an empty
database and prints what a visitor needs to be signed in.
"""

import hashlib
import json
import os
import sys
from urllib.parse import urlsplit

import django
from django.conf import settings

_url = urlsplit(os.environ["DATABASE_URL"])
TEMPLATES = {
    "list.html": """<!doctype html><html lang="fr"><head>
<meta charset="utf-8"><title>Items</title></head><body>
<p>{{ user.first_name }} {{ user.last_name }}</p><h1>Items</h1><p>{{ page.paginator.count }} items</p>
<table><thead><tr><th>Reference</th><th>Title</th><th>Owner</th><th>Purpose</th><th>Objective</th><th>Outcome</th>
<th>Status</th><th>Level</th><th>Classified</th><th>Updated</th></tr></thead><tbody>
{% for item in page %}<tr>
<td>{{ item.reference }}</td>
<td><a href="/items/{{ item.pk }}/">{{ item.title }}</a></td>
<td>{{ item.owner.first_name }} {{ item.owner.last_name }}</td>
<td>{{ item.purpose }}</td>
<td>{{ item.objective }}</td>
<td>{{ item.outcome }}</td>
<td>{{ item.status }}</td>
<td>{{ item.level }}</td>
<td>{{ item.classified_on|date:"Y-m-d" }}</td>
<td>{{ item.updated_on|date:"Y-m-d" }}</td>
</tr>{% endfor %}
</tbody></table>{% if page.has_next %}<a href="?page={{ page.next_page_number }}">Next</a>{% endif %}
</body></html>""",
    "detail.html": """<!doctype html><html lang="fr"><head>
<meta charset="utf-8"><title>{{ item.title }}</title></head>
<body><p>{{ user.first_name }} {{ user.last_name }}</p><h1>{{ item.title }}</h1><p>{{ item.purpose }}</p><dl>
<dt>Reference</dt><dd>{{ item.reference }}</dd>
<dt>Owner</dt><dd>{{ item.owner.first_name }} {{ item.owner.last_name }}</dd>
<dt>Objective</dt><dd>{{ item.objective }}</dd><dt>Outcome</dt><dd>{{ item.outcome }}</dd>
<dt>Status</dt><dd>{{ item.status }}</dd><dt>Level</dt><dd>{{ item.level }}</dd>
<dt>Classified</dt><dd>{{ item.classified_on|date:"Y-m-d" }}</dd>
<dt>Updated</dt><dd>{{ item.updated_on|date:"Y-m-d" }}</dd></dl>
<ol>{% for event in events %}
<li>{{ event.at|date:"Y-m-d H:i" }} {{ event.actor }} {{ event.name }}</li>{% endfor %}</ol>
</body></html>""",
}
settings.configure(
    SECRET_KEY="the floor keeps no secret",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="benchmarks.floor",
    WSGI_APPLICATION="benchmarks.floor.application",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.postgres",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _url.path[1:],
            "USER": _url.username,
            "HOST": _url.hostname,
            "PORT": _url.port,
            "CONN_MAX_AGE": 600,
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.cached.Loader",
                     [("django.template.loaders.locmem.Loader", TEMPLATES)])
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LOGGING_CONFIG=None,
    USE_TZ=True,
)  # fmt: skip
django.setup()

# These need settings.
from django import forms  # noqa: E402
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.postgres.indexes import GinIndex  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpResponseForbidden, HttpResponseRedirect, JsonResponse  # noqa: E402
from django.shortcuts import get_object_or_404, render  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402


class Item(models.Model):
    reference = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=120)
    owner = models.ForeignKey(User, models.PROTECT)
    purpose = models.TextField()
    objective = models.CharField(max_length=12)
    outcome = models.CharField(max_length=24, blank=True)
    status = models.CharField(max_length=12)
    level = models.CharField(max_length=24, blank=True)
    classified_on = models.DateField(null=True)
    updated_on = models.DateField()
    search_text = models.TextField()

    class Meta:
        app_label = "floor"
        indexes = [
            models.Index(fields=["-updated_on", "-id"], name="item_by_update"),
            GinIndex(fields=["search_text"], name="item_words", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self):
        return self.title


class Request(models.Model):
    state = models.CharField(max_length=12, default="waiting")
    requester = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return f"{self.pk} {self.state}"


class Event(models.Model):
    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    payload = models.TextField()
    previous_digest = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        app_label = "floor"
        indexes = [models.Index(fields=["subject", "-position"], name="event_by_subject")]

    def __str__(self):
        return self.name


class Head(models.Model):
    position = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return str(self.position)


class ItemForm(forms.ModelForm):
    class Meta:
        model = Item
        fields = ("title", "purpose", "objective")


def audit(user, name, subject, payload):
    """One chained row; the head is the lock."""
    head = Head.objects.select_for_update().get(pk=1)
    text, at, actor = json.dumps(payload, sort_keys=True), timezone.now(), str(user.pk)
    position = head.position + 1
    link = json.dumps([position, head.digest, at.isoformat(), actor, name, subject, text])
    digest = hashlib.sha256(link.encode()).hexdigest()
    Event.objects.create(
        position=position, at=at, actor=actor, name=name, subject=subject, payload=text,
        previous_digest=head.digest, digest=digest,
    )  # fmt: skip
    head.position, head.digest = position, digest
    head.save()


PLAIN = ["reference", "title", "purpose", "objective", "outcome", "status", "level", "classified_on",
         "updated_on"]  # fmt: skip


@login_required
def items(request):
    rows = Item.objects.select_related("owner").order_by("-updated_on", "-id")
    if words := request.GET.get("q", "").split():
        for word in words:
            rows = rows.filter(search_text__contains=word.lower())
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "list.html", {"page": page})


@login_required
def items_as_json(request):
    rows = Item.objects.select_related("owner").order_by("-updated_on", "-id")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return JsonResponse({"count": page.paginator.count, "results": [_as_json(item) for item in page]})


def _as_json(item):
    plain = {name: getattr(item, name) for name in PLAIN}
    return {**plain, "id": item.pk, "owner": f"{item.owner.first_name} {item.owner.last_name}"}


@login_required
def detail(request, pk):
    item = get_object_or_404(Item.objects.select_related("owner"), pk=pk)
    events = Event.objects.filter(subject=f"item:{pk}").order_by("-position")[:20]
    return render(request, "detail.html", {"item": item, "events": events})


@login_required
def create(request):
    form = ItemForm(request.POST)
    if not form.is_valid():
        return HttpResponseForbidden(form.errors.as_text())
    with transaction.atomic():
        item = form.save(commit=False)
        last = Item.objects.aggregate(last=models.Max("id"))["last"] or 0
        item.reference, item.owner, item.status = f"I-{last + 1}", request.user, "draft"
        item.updated_on = timezone.localdate()
        item.search_text = f"{item.reference} {item.title} {item.purpose}".lower()
        item.save()
        audit(request.user, "item.created", f"item:{item.pk}", {"title": item.title, "purpose": item.purpose})
    return HttpResponseRedirect(f"/items/{item.pk}/")


@login_required
def approve(request, pk):
    if not request.user.is_staff:
        return HttpResponseForbidden("not yours to decide")
    with transaction.atomic():
        asked = get_object_or_404(Request.objects.select_for_update(), pk=pk, state="waiting")
        asked.state, asked.decided_by, asked.decided_at = "approved", request.user, timezone.now()
        asked.save()
        audit(request.user, "request.approved", f"request:{pk}", {"state": ["waiting", "approved"]})
    return HttpResponseRedirect("/")


urlpatterns = [
    path("", items),
    path("items.json", items_as_json),
    path("items/<int:pk>/", detail),
    path("new/", create),
    path("approve/<int:pk>/", approve),
]
application = get_wsgi_application()


def fill(rows, requests, events):
    """Tables, people, items, requests that wait, and a trail; the cookie of somebody who may decide."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    with connection.schema_editor() as editor:
        for model in (Item, Request, Event, Head):
            editor.create_model(model)
    people = User.objects.bulk_create(
        User(username=f"p{n}", first_name="Ana", last_name=f"Alvarez {n}", is_staff=n == 0, password="!")
        for n in range(200)
    )
    Head.objects.create(pk=1)
    with connection.cursor() as cursor:
        cursor.execute(FILL_ITEMS, {"rows": rows, "first": people[0].pk})
        cursor.execute(
            "INSERT INTO floor_request (state, requester_id)"
            " SELECT 'waiting', %s FROM generate_series(1, %s)",
            (people[0].pk, requests),
        )
    for number in range(events):
        with transaction.atomic():
            audit(people[0], "item.edited", f"item:{rows}", {"title": ["a", f"b{number}"]})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    waiting = list(Request.objects.order_by("pk").values_list("pk", flat=True))
    return {"cookie": f"sessionid={_session_of(people[0])}", "item": rows, "requests": waiting}


FILL_ITEMS = """
INSERT INTO floor_item (reference, title, owner_id, purpose, objective, outcome, status, level,
                        classified_on, updated_on, search_text)
SELECT 'I-' || n, word || ' ' || n, %(first)s + n %% 200,
    'Relire ' || lower(word) || ' avant envoi, lot ' || n,
       'internal', (ARRAY['minimal', 'transparency', 'high_risk', ''])[1 + n %% 4], 'classified', 'internal',
       DATE '2026-01-01' + n %% 300, DATE '2026-01-01' + n %% 300,
       lower('i ' || n || ' ' || word || ' ' || n || ' relire ' || word || ' avant envoi lot ' || n)
FROM (SELECT n, (ARRAY['Revue de code', 'Traduction', 'Synthese', 'Tri du courrier', 'Generation de tests',
      'Analyse de journaux', 'Redaction'])[1 + n %% 7] AS word FROM generate_series(1, %(rows)s) n) AS made
"""


def _session_of(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


if __name__ == "__main__":
    print(json.dumps(fill(*map(int, sys.argv[1:4]))))
