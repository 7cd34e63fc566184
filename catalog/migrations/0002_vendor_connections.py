import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Connection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="genre")),
                ("label", models.CharField(max_length=120, verbose_name="nom")),
                ("base_url", models.CharField(max_length=300, verbose_name="adresse")),
                ("organisation", models.CharField(blank=True, max_length=120, verbose_name="organisation")),
                (
                    "extra_hosts",
                    models.JSONField(blank=True, default=list, verbose_name="hôtes admis en plus"),
                ),
                ("credential", models.CharField(blank=True, max_length=2000, verbose_name="jeton")),
                ("credential_tail", models.CharField(blank=True, max_length=4, verbose_name="fin du jeton")),
                (
                    "credential_variable",
                    models.CharField(blank=True, max_length=80, verbose_name="variable d’environnement"),
                ),
                (
                    "credential_set_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="jeton enregistré le"),
                ),
                (
                    "interval_hours",
                    models.PositiveSmallIntegerField(default=24, verbose_name="intervalle, en heures"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("never_run", "Pas encore relevé"),
                            ("ok", "En ordre"),
                            ("degraded", "Perturbé"),
                            ("failing", "En panne"),
                            ("action_needed", "Action requise"),
                            ("paused", "En pause"),
                        ],
                        default="never_run",
                        max_length=14,
                        verbose_name="état",
                    ),
                ),
                ("failure", models.CharField(blank=True, max_length=20, verbose_name="genre de panne")),
                ("problem_text", models.CharField(blank=True, max_length=400, verbose_name="problème")),
                (
                    "problem_values",
                    models.JSONField(blank=True, default=dict, verbose_name="détails du problème"),
                ),
                ("missing", models.CharField(blank=True, max_length=300, verbose_name="droit qui manque")),
                (
                    "last_success_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="dernier relevé complet"),
                ),
                ("last_tried_at", models.DateTimeField(blank=True, null=True, verbose_name="dernier essai")),
                ("next_due_at", models.DateTimeField(blank=True, null=True, verbose_name="prochain relevé")),
                ("failures", models.PositiveSmallIntegerField(default=0, verbose_name="échecs de suite")),
                (
                    "throttled",
                    models.PositiveSmallIntegerField(default=0, verbose_name="refus de débit de suite"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="connections",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsable",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="connections",
                        to="catalog.subscription",
                        verbose_name="abonnement",
                    ),
                ),
            ],
            options={
                "verbose_name": "connexion",
                "verbose_name_plural": "connexions",
            },
        ),
        migrations.CreateModel(
            name="AccountLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("login", models.CharField(max_length=200, verbose_name="compte")),
                (
                    "vendor_account_id",
                    models.CharField(blank=True, max_length=120, verbose_name="numéro du compte"),
                ),
                ("linked_at", models.DateTimeField(verbose_name="rattaché le")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="détaché le")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_links",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="catalog.connection",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte rattaché",
                "verbose_name_plural": "comptes rattachés",
            },
        ),
        migrations.CreateModel(
            name="SyncRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "En cours"),
                            ("done", "Appliqué"),
                            ("failed", "Échoué"),
                            ("needs_review", "Retenu, à confirmer"),
                            ("dry_run", "Essai à blanc"),
                            ("dismissed", "Écarté"),
                            ("abandoned", "Abandonné"),
                        ],
                        default="running",
                        max_length=14,
                        verbose_name="état",
                    ),
                ),
                ("is_dry", models.BooleanField(default=False, verbose_name="essai à blanc")),
                ("started_at", models.DateTimeField(verbose_name="commencé le")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="fini le")),
                ("lease_until", models.DateTimeField()),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="pages")),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="lignes")),
                ("seats", models.PositiveIntegerField(default=0, verbose_name="sièges distincts")),
                (
                    "vendor_total",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="total de l’éditeur"),
                ),
                (
                    "purchased",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="sièges achetés"),
                ),
                ("new_count", models.PositiveIntegerField(default=0, verbose_name="nouveaux")),
                ("changed_count", models.PositiveIntegerField(default=0, verbose_name="changés")),
                ("missing_count", models.PositiveIntegerField(default=0, verbose_name="pas vus")),
                ("ended_count", models.PositiveIntegerField(default=0, verbose_name="finis")),
                ("unmatched_count", models.PositiveIntegerField(default=0, verbose_name="sans personne")),
                ("failure", models.CharField(blank=True, max_length=20, verbose_name="genre de panne")),
                ("page", models.PositiveIntegerField(default=0, verbose_name="page de la panne")),
                ("message_text", models.CharField(blank=True, max_length=400, verbose_name="message")),
                ("message_values", models.JSONField(blank=True, default=dict)),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="empreinte")),
                ("report", models.JSONField(blank=True, default=dict, verbose_name="rapport")),
                ("reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="revu le")),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="catalog.connection",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewed_runs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revu par",
                    ),
                ),
            ],
            options={
                "verbose_name": "relevé",
                "verbose_name_plural": "relevés",
            },
        ),
        migrations.CreateModel(
            name="StagedSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=80)),
                ("vendor_account_id", models.CharField(blank=True, max_length=120)),
                ("facts", models.JSONField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staged",
                        to="catalog.syncrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VendorSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=80)),
                ("vendor_account_id", models.CharField(max_length=120)),
                ("login", models.CharField(blank=True, max_length=200)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("kind", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=40)),
                ("plan", models.CharField(blank=True, max_length=80)),
                ("via", models.JSONField(blank=True, default=list)),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_precision", models.CharField(blank=True, max_length=8)),
                ("last_authenticated_at", models.DateTimeField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("first_seen_at", models.DateTimeField()),
                ("missed_runs", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vendor_seats",
                        to="catalog.connection",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vendor_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seen_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vendor_seats",
                        to="catalog.syncrun",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="connection",
            index=models.Index(fields=["next_due_at"], name="connection_due"),
        ),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.UniqueConstraint(
                fields=("kind", "base_url", "organisation"), name="one_connection_per_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("credential", ""),
                        ("credential_tail", ""),
                        models.Q(("credential_variable", ""), _negated=True),
                    ),
                    models.Q(models.Q(("credential", ""), _negated=True), ("credential_variable", "")),
                    _connector="OR",
                ),
                name="connection_has_one_credential",
            ),
        ),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.CheckConstraint(
                condition=models.Q(("interval_hours__gte", 1)), name="connection_interval_at_least_1h"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("connection", "login", "vendor_account_id"),
                name="one_link_per_account",
            ),
        ),
        migrations.AddIndex(
            model_name="syncrun",
            index=models.Index(fields=["connection", "-started_at"], name="run_by_connection"),
        ),
        migrations.AddConstraint(
            model_name="syncrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "running")), fields=("connection",), name="one_run_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="syncrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "running")),
                    models.Q(models.Q(("state", "running"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="run_ends_with_a_state",
            ),
        ),
        migrations.AddIndex(
            model_name="vendorseat",
            index=models.Index(fields=["connection", "ended_at"], name="vendor_seat_open"),
        ),
        migrations.AddConstraint(
            model_name="vendorseat",
            constraint=models.UniqueConstraint(
                fields=("connection", "product", "vendor_account_id"), name="one_row_per_vendor_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="vendorseat",
            constraint=models.CheckConstraint(
                condition=models.Q(("vendor_account_id", ""), _negated=True),
                name="vendor_seat_names_an_account",
            ),
        ),
    ]
