"""Forms of the catalogue: they parse what people send; the services judge and write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.connectors import KINDS
from catalog.enums import (
    Period,
    PlanCondition,
    Pricing,
    ProofKind,
    Region,
    ToolCategory,
    ToolDecision,
    Tristate,
)
from catalog.models import Connection, Subscription, Vendor
from etech_ai.enums import Labelled
from people.models import Profile, User

UNKNOWN_FLAG = ""


def translated(kind: type[Labelled]) -> Any:
    """Choices of an enumeration in the reader's language, read when the form is shown."""
    return lambda: [(member.value, _(member.label)) for member in kind]


def labelled_field(kind: type[Labelled], label: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=translated(kind), label=label, **options)


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def flag_field(label: Any) -> forms.TypedChoiceField:
    """Yes, no, or not checked yet."""
    return forms.TypedChoiceField(
        choices=lambda: [(UNKNOWN_FLAG, _("Non vérifié")), ("yes", _("Oui")), ("no", _("Non"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        label=label,
    )


def amount_field(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=9, decimal_places=2, **options)


class FactsForm(forms.Form):
    """A form whose fields are named like the facts of a row."""

    @classmethod
    def facts_of(cls, row: Any) -> dict[str, Any]:
        """What the form shows first when a row is corrected."""
        return {
            name: _shown(getattr(row, name), field)
            for name, field in cls.base_fields.items()
            if hasattr(row, name)
        }


class PricedForm(FactsForm):
    """A form in which people write an amount, and the services read minor units with a currency."""

    amount = amount_field(gettext_lazy("Prix"), required=False)
    currency = forms.ChoiceField(
        label=gettext_lazy("Devise"), choices=[("EUR", "EUR"), ("USD", "USD"), ("GBP", "GBP")]
    )
    period = labelled_field(Period, gettext_lazy("Périodicité"))

    @classmethod
    def facts_of(cls, row: Any) -> dict[str, Any]:
        amount = None if row.price_minor is None else row.price_minor / 100
        return {**super().facts_of(row), "amount": amount, "currency": row.currency or "EUR"}

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        amount = facts.pop("amount", None)
        facts["price_minor"] = None if amount is None else int(amount * 100)
        facts["currency"] = "" if amount is None else facts.get("currency", "")
        return facts


class VendorForm(FactsForm):
    name = forms.CharField(label=gettext_lazy("Nom"), max_length=120)
    country = forms.CharField(label=gettext_lazy("Pays"), max_length=80, required=False)
    website = forms.URLField(label=gettext_lazy("Site"), required=False, assume_scheme="https")
    hosting = forms.CharField(label=gettext_lazy("Hébergement"), max_length=300, required=False)
    subprocessors = forms.CharField(
        label=gettext_lazy("Sous-traitants ultérieurs"), max_length=300, required=False
    )
    dpa_reference = forms.CharField(
        label=gettext_lazy("Contrat de sous-traitance (art. 28)"), max_length=200, required=False
    )
    review_due_on = day_field(gettext_lazy("Prochaine revue"), required=False)


class ToolForm(FactsForm):
    name = forms.CharField(label=gettext_lazy("Nom"), max_length=120)
    vendor = forms.ModelChoiceField(Vendor.objects.none(), label=gettext_lazy("Éditeur"))
    category = labelled_field(ToolCategory, gettext_lazy("Catégorie"))
    summary = forms.CharField(label=gettext_lazy("En une phrase"), max_length=300)
    need = forms.CharField(label=gettext_lazy("Besoin servi"), max_length=300, required=False)
    owner = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Responsable"), required=False)
    recommended_profiles = forms.MultipleChoiceField(
        choices=translated(Profile),
        label=gettext_lazy("Profils"),
        help_text=gettext_lazy("Aucun coché : l’outil convient à tous."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    speaks_mcp = flag_field(gettext_lazy("Parle MCP"))
    speaks_openai_api = flag_field(gettext_lazy("API compatible OpenAI"))
    exports_data = flag_field(gettext_lazy("Données exportables"))
    exit_plan = forms.CharField(
        label=gettext_lazy("Fiche de sortie"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vendor"].queryset = Vendor.objects.order_by("name")
        self.fields["owner"].queryset = User.objects.active().for_directory()


class DecisionForm(forms.Form):
    decision = labelled_field(ToolDecision, gettext_lazy("Décision"))
    reason = forms.CharField(
        label=gettext_lazy("Raison"),
        help_text=gettext_lazy(
            "Elle s’affiche sur la fiche : dites pour qui, à quelles conditions, jusqu’à quand."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PlanForm(PricedForm):
    name = forms.CharField(label=gettext_lazy("Nom de l’offre"), max_length=120)
    pricing = labelled_field(Pricing, gettext_lazy("Facturation"))
    price_source = forms.CharField(label=gettext_lazy("Source du prix"), max_length=300, required=False)
    price_read_on = day_field(gettext_lazy("Prix relevé le"), required=False)
    region = labelled_field(
        Region,
        gettext_lazy("Région de traitement"),
        initial=Region.UNKNOWN.value,
        help_text=gettext_lazy("Une région non vérifiée n’est jamais permise pour une donnée personnelle."),
    )
    retention_days = forms.IntegerField(
        label=gettext_lazy("Conservation en jours"), min_value=0, max_value=36500, required=False
    )
    retention_note = forms.CharField(
        label=gettext_lazy("Précision sur la conservation"), max_length=300, required=False
    )
    trains_on_data = labelled_field(
        Tristate, gettext_lazy("Entraînement sur les données"), initial=Tristate.UNKNOWN.value
    )
    has_sso = labelled_field(
        Tristate, gettext_lazy("Authentification unique"), initial=Tristate.UNKNOWN.value
    )
    facts_note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)
    is_offered = forms.BooleanField(label=gettext_lazy("Offre proposée"), initial=True, required=False)

    field_order = ["name", "pricing", "amount", "currency", "period"]


class EvidenceForm(forms.Form):
    condition = labelled_field(PlanCondition, gettext_lazy("Condition prouvée"))
    kind = labelled_field(ProofKind, gettext_lazy("Nature de la preuve"))
    reference = forms.CharField(
        label=gettext_lazy("Référence"),
        help_text=gettext_lazy("Nom du fichier, adresse ou clause, tels qu’un tiers les retrouverait."),
        max_length=500,
    )
    document = forms.FileField(
        label=gettext_lazy("Document"),
        required=False,
        help_text=gettext_lazy("PDF, image, bureautique ou texte, 10 Mo au plus. Demandé pour un fichier."),
    )
    proven_on = day_field(gettext_lazy("Date de la preuve"))
    expires_on = day_field(
        gettext_lazy("Valable jusqu’au"),
        required=False,
        help_text=gettext_lazy("La classe de l’offre tombe avec la première preuve qui expire."),
    )

    def clean(self) -> dict[str, Any]:
        """A file comes with its document; a link and a clause come without."""
        data = super().clean() or {}
        is_file = data.get("kind") == ProofKind.FILE
        if is_file and not data.get("document"):
            self.add_error("document", _("Déposez le document, ou choisissez un lien ou une clause."))
        elif not is_file and data.get("document"):
            self.add_error("kind", _("Un document se verse comme « Fichier »."))
        return data


class SubscriptionForm(PricedForm):
    label = forms.CharField(label=gettext_lazy("Nom de l’abonnement"), max_length=120)
    seat_ceiling = forms.IntegerField(
        label=gettext_lazy("Plafond de sièges"),
        help_text=gettext_lazy("Vide : sans plafond."),
        min_value=0,
        max_value=100000,
        required=False,
    )
    starts_on = day_field(gettext_lazy("Début"))
    ends_on = day_field(gettext_lazy("Fin"), required=False)
    notice_by = day_field(gettext_lazy("Préavis avant le"), required=False)

    field_order = [
        "label",
        "seat_ceiling",
        "amount",
        "currency",
        "period",
        "starts_on",
        "ends_on",
        "notice_by",
    ]


class CeilingForm(forms.Form):
    ceiling = forms.IntegerField(
        label=gettext_lazy("Plafond de sièges"),
        help_text=gettext_lazy("Ce que la maison décide de payer. Vide : sans plafond."),
        min_value=0,
        max_value=100000,
        required=False,
    )


RARE_FIELDS = ("label", "base_url", "variable", "extra_hosts")


class ConnectionForm(FactsForm):
    """An account at a vendor. The credential goes in and never comes back out."""

    kind = forms.ChoiceField(label=gettext_lazy("Éditeur"))
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Telle que l’éditeur l’écrit dans ses adresses."),
        max_length=120,
    )
    secret = forms.CharField(
        label=gettext_lazy("Jeton"),
        max_length=1000,
        required=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-1p-ignore": ""}, render_value=False
        ),
    )
    subscription = forms.ModelChoiceField(
        Subscription.objects.none(),
        label=gettext_lazy("Abonnement compté"),
        help_text=gettext_lazy(
            "Celui dont l’éditeur compte les sièges. Sans abonnement, rien n’est attribué."
        ),
        required=False,
    )
    interval_hours = forms.ChoiceField(
        label=gettext_lazy("Fréquence"),
        choices=[
            ("24", gettext_lazy("Chaque nuit")),
            ("48", gettext_lazy("Une nuit sur deux")),
            ("168", gettext_lazy("Chaque semaine")),
        ],
    )
    label = forms.CharField(
        label=gettext_lazy("Nom dans le portail"),
        help_text=gettext_lazy("Vide : l’éditeur et l’organisation."),
        max_length=120,
        required=False,
    )
    base_url = forms.CharField(
        label=gettext_lazy("Adresse"),
        help_text=gettext_lazy("Vide : l’adresse publique de l’éditeur."),
        max_length=300,
        required=False,
    )
    variable = forms.CharField(
        label=gettext_lazy("Variable d’environnement"),
        help_text=gettext_lazy(
            "À la place du jeton : une variable du serveur dont le nom commence par VENDOR_CREDENTIAL_."
        ),
        max_length=80,
        required=False,
    )
    extra_hosts = forms.CharField(
        label=gettext_lazy("Hôtes admis en plus"),
        help_text=gettext_lazy("Noms d’hôtes publics de l’éditeur, séparés par des virgules."),
        max_length=500,
        required=False,
    )

    def __init__(
        self, *args: Any, known: Connection | None = None, may_admit: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": self.facts_of(known) if known else None, **kwargs})
        self.known = known
        self.fields["subscription"].queryset = Subscription.objects.order_by("label", "pk")
        self.fields["kind"].choices = [(spec.kind, spec.label) for spec in KINDS.values()]
        if known:
            del self.fields["kind"]
            self.initial["variable"] = known.credential_variable
            self.initial["extra_hosts"] = ", ".join(known.extra_hosts)
            self.fields["secret"].help_text = _kept_secret(known)
        if not may_admit:
            del self.fields["extra_hosts"]

    @classmethod
    def facts_of(cls, row: Any) -> dict[str, Any]:
        return {**super().facts_of(row), "subscription": row.subscription_id}

    @property
    def main(self) -> list[forms.BoundField]:
        """What everybody fills in."""
        return [self[name] for name in self.fields if name not in RARE_FIELDS]

    @property
    def rare(self) -> list[forms.BoundField]:
        """What is left alone most of the time."""
        return [self[name] for name in self.fields if name in RARE_FIELDS]

    @property
    def rare_is_open(self) -> bool:
        return any(bound.errors or bound.value() for bound in self.rare if bound.name != "label")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        typed = facts.get("extra_hosts")
        kept = tuple(self.known.extra_hosts) if self.known else ()
        facts["extra_hosts"] = kept if typed is None else tuple(typed.replace(",", " ").split())
        if self.known and facts.get("variable") == self.known.credential_variable:
            facts["variable"] = ""  # the same as before: not a new credential
        if facts.get("secret") and facts.get("variable"):
            self.add_error("variable", _("Donnez le jeton ou le nom d’une variable, pas les deux."))
        elif not (self.known or facts.get("secret") or facts.get("variable")):
            self.add_error(
                "secret", _("Saisissez le jeton : il est vérifié, chiffré, puis n’est plus montré.")
            )
        return facts


def _kept_secret(known: Connection) -> str:
    if not known.credential:
        return _("Le jeton vient d’une variable d’environnement.")
    return _("Vide : le jeton enregistré, qui finit par %(tail)s, reste en service.") % {
        "tail": known.credential_tail or "–"
    }


class AccountLinkForm(forms.Form):
    login = forms.CharField(label=gettext_lazy("Compte"), max_length=200)
    vendor_account_id = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    person = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Personne"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.active().for_directory()


def _shown(value: Any, field: forms.Field) -> Any:
    """A yes-or-no fact in a list of options becomes the option that stands for it."""
    if isinstance(value, bool) and isinstance(field, forms.TypedChoiceField):
        return "yes" if value else "no"
    return value


class KeyRotationForm(forms.Form):
    """When an API key is renewed next."""

    rotation_due_on = day_field(gettext_lazy("Prochain renouvellement"))


class KeyPlaceForm(KeyRotationForm):
    """Where an API key is kept; never the key."""

    kept_in = forms.CharField(
        label=gettext_lazy("Coffre et nom de l’entrée"),
        max_length=200,
        help_text=gettext_lazy("Par exemple : Vaultwarden, coffre Recette, entrée « Mistral »."),
    )
    field_order = ("kept_in", "rotation_due_on")
