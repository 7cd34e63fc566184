"""Parsing what people send about people. Forms never save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.access import GRANTABLE, SCOPED, Role, Scope
from people.events import MANNERS, Channel, Family, choosable
from people.models import AiPolicy, Client, Profile, Sector, Team, User, UserStatus
from people.models.user import Language

Choices = list[tuple[str, Any]]


def translated(choices: list[tuple[str, str]], empty: Any = None) -> Choices:
    """Choices whose French msgids are translated when they are shown; `empty` is the label of no choice."""
    return ([("", empty)] if empty is not None else []) + [(value, _(label)) for value, label in choices]


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A day, typed or picked with the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    formats = ["%Y-%m-%d", "%d/%m/%Y"]
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=widget, input_formats=formats
    )


class PersonChoice(forms.ModelChoiceField):
    """One admitted person, by name."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), label=label, **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.last_name} {obj.first_name}"


class TeamChoice(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Team.objects.order_by("name"), label=_("Équipe"), required=False, **kwargs)


class PeopleForm(forms.Form):
    """A form whose choices of people are the admitted ones, read when the form is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PersonChoice):
                field.queryset = User.objects.active().order_by("last_name", "first_name")


class PersonForm(forms.Form):
    """Who somebody is."""

    first_name = forms.CharField(label=_("Prénom"), max_length=80)
    last_name = forms.CharField(label=_("Nom"), max_length=80)
    email = forms.EmailField(
        label=_("Adresse e-mail"), max_length=254, help_text=_("Elle sert à se connecter.")
    )
    job_title = forms.CharField(label=_("Fonction"), max_length=120, required=False)
    profile = forms.ChoiceField(label=_("Profil"), choices=translated(Profile.choices()))
    team = TeamChoice(empty_label=_("Aucune"))


class InvitationForm(PersonForm):
    """Who to invite, and in which language to write to them."""

    language = forms.ChoiceField(label=_("Langue des messages"), choices=translated(Language.choices()))


class AdmissionForm(forms.Form):
    """What an admitted person does and where."""

    profile = forms.ChoiceField(label=_("Profil"), choices=translated(Profile.choices()))
    team = TeamChoice(empty_label=_("Aucune"))
    job_title = forms.CharField(label=_("Fonction"), max_length=120, required=False)


class RoleForm(forms.Form):
    """A role, its scope and its dates."""

    role = forms.ChoiceField(
        label=_("Rôle"), choices=[(role.value, _(role.label)) for role in GRANTABLE], widget=forms.RadioSelect
    )
    team = TeamChoice(empty_label=_("Toutes les équipes"), help_text=_("Pour un champion seulement."))
    profile = forms.ChoiceField(
        label=_("Profil"), required=False, choices=translated(Profile.choices(), _("Tous les profils")),
        help_text=_("Pour un champion seulement."),
    )  # fmt: skip
    starts_on = day_field(_("Début"))
    ends_on = day_field(
        _("Fin"), required=False, hint=_("Premier jour sans le rôle. Vide\u00a0: sans fin prévue.")
    )

    def clean(self) -> dict[str, Any]:
        """The scope only means something for some roles."""
        data = super().clean() or {}
        if (
            data.get("role")
            and Role(data["role"]) not in SCOPED
            and (data.get("team") or data.get("profile"))
        ):
            self.add_error(
                "team", _("Ce rôle vaut pour toute la maison\u00a0: retirez l’équipe et le profil.")
            )
        return data


class ProfileForm(forms.Form):
    """One's own preferences."""

    language = forms.ChoiceField(
        label=_("Langue"), choices=translated(Language.choices()), widget=forms.RadioSelect
    )
    one_key_shortcuts = forms.BooleanField(
        label=_("Raccourcis à une touche"), required=False,
        help_text=_("G puis H, A, R… Ctrl\u00a0K reste disponible sans eux."),
    )  # fmt: skip


class NotificationFilterForm(forms.Form):
    """Which notifications to show; what is not a choice is no filter."""

    vue = forms.ChoiceField(choices=[("", ""), ("non-lues", "")], required=False)
    famille = forms.ChoiceField(
        label=_("Sorte de message"), required=False,
        choices=translated(Family.choices(), empty=_("Toutes les sortes")),
    )  # fmt: skip

    @property
    def only_unread(self) -> bool:
        return self.is_valid() and self.cleaned_data["vue"] == "non-lues"

    @property
    def family(self) -> Family | None:
        chosen = self.is_valid() and self.cleaned_data["famille"]
        return Family(chosen) if chosen else None


class NotificationSettingsForm(forms.Form):
    """One channel for each family of events that may be silenced, named `channel-<family>`."""

    has_weekly_digest = forms.BooleanField(
        label=_("Récapitulatif de la semaine, le lundi"), required=False,
        help_text=_(
            "Ce qui vous attend, ce qui a été décidé et ce qui finit bientôt. "
            "Rien à dire\u00a0: pas de message."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for family in choosable():
            self.fields[self.name_of(family)] = forms.ChoiceField(
                label=_(family.label),
                help_text=_(MANNERS[family].holds),
                choices=translated(Channel.choices()),
                initial=MANNERS[family].default.value,
                widget=forms.RadioSelect,
            )

    @staticmethod
    def name_of(family: Family) -> str:
        return f"channel-{family.value}"

    @property
    def family_fields(self) -> list[Any]:
        """The bound fields of the families, in the order of the page."""
        return [self[self.name_of(family)] for family in choosable()]

    @property
    def channels(self) -> dict[str, str]:
        """What was chosen, by family."""
        return {family.value: self.cleaned_data[self.name_of(family)] for family in choosable()}


class TeamForm(PeopleForm):
    name = forms.CharField(label=_("Nom"), max_length=80)
    lead = PersonChoice(_("Responsable"), required=False, empty_label=_("Personne"))


class ClientForm(forms.Form):
    name = forms.CharField(label=_("Nom"), max_length=120)
    sector = forms.ChoiceField(label=_("Secteur"), choices=translated(Sector.choices()))
    cloud = forms.CharField(
        label=_("Environnement technique"), max_length=80, required=False,
        help_text=_("Azure, AWS, Google Cloud, sur site…"),
    )  # fmt: skip


class ClientPolicyForm(forms.Form):
    """What the client says about AI on its data, and where it says so."""

    policy = forms.ChoiceField(
        label=_("Position"), choices=translated(AiPolicy.choices()), widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label=_("Référence"), max_length=200, required=False, help_text=_("Contrat, avenant ou courriel.")
    )
    on = day_field(_("Exprimée le"))

    def clean(self) -> dict[str, Any]:
        """Silence is not an agreement: a position has a reference."""
        data = super().clean() or {}
        if data.get("policy") not in (None, AiPolicy.UNKNOWN) and not (data.get("reference") or "").strip():
            self.add_error(
                "reference", _("Indiquez où le client l’écrit\u00a0: contrat, avenant ou courriel.")
            )
        return data


class ProjectForm(PeopleForm):
    name = forms.CharField(label=_("Nom"), max_length=120)
    client = forms.ModelChoiceField(
        label=_("Client"),
        queryset=Client.objects.none(),
        required=False,
        empty_label=_("Aucun, projet interne"),
    )
    lead = PersonChoice(_("Responsable"), empty_label=_("Choisir"))
    starts_on = day_field(_("Début"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].queryset = Client.objects.listed_for(user).order_by("name")


class MemberForm(PeopleForm):
    user = PersonChoice(_("Personne"), empty_label=_("Choisir"))
    starts_on = day_field(_("Début"))


class LeadForm(PeopleForm):
    lead = PersonChoice(_("Responsable"), empty_label=None)


class TrainingForm(forms.Form):
    title = forms.CharField(label=_("Titre"), max_length=160)
    minutes = forms.IntegerField(label=_("Durée en minutes"), min_value=1, max_value=10_000)
    url = forms.URLField(label=_("Adresse"), required=False, assume_scheme="https")
    summary = forms.CharField(
        label=_("Résumé"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_required = forms.BooleanField(label=_("Obligatoire pour toute la maison"), required=False)
    valid_months = forms.IntegerField(
        label=_("Validité en mois"), required=False, min_value=1, max_value=120,
        help_text=_("Vide\u00a0: sans limite."),
    )  # fmt: skip


class CompletionForm(forms.Form):
    completed_on = day_field(_("Suivie le"))
    proof = forms.CharField(
        label=_("Preuve"), max_length=300, help_text=_("Attestation, lien ou session suivie.")
    )


class DirectoryForm(forms.Form):
    """Search and filters of the directory; values that do not exist are dropped."""

    q = forms.CharField(required=False, max_length=100)
    equipe = forms.MultipleChoiceField(required=False, choices=[])
    profil = forms.MultipleChoiceField(required=False, choices=translated(Profile.choices()))
    role = forms.MultipleChoiceField(required=False, choices=[(r.value, _(r.label)) for r in GRANTABLE])
    status = forms.MultipleChoiceField(required=False, choices=translated(UserStatus.choices()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["equipe"].choices = list(Team.objects.order_by("name").values_list("slug", "name"))
        self.is_valid()

    def chosen(self, name: str) -> list[str]:
        """The values of one filter that mean something."""
        known = {value for value, _label in self.choices_of(name)}
        return [value for value in self.data.getlist(name) if value in known]

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """The values that one filter knows, with their labels."""
        field: Any = self.fields[name]
        return list(field.choices)

    @property
    def words(self) -> list[str]:
        return (self.data.get("q") or "")[:100].split()


class TokenForm(forms.Form):
    """An access token of the API: what it is for, what it may do, until when."""

    label = forms.CharField(
        label=_("Nom du jeton"),
        max_length=80,
        help_text=_("À quoi il sert, par exemple «\u00a0Tableau de bord\u00a0»."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Ce qu’il peut faire"), widget=forms.CheckboxSelectMultiple,
        choices=translated(Scope.choices()),
        help_text=_("Jamais plus que vous\u00a0: ce que vous ne voyez pas, il ne le voit pas."),
    )  # fmt: skip
    expires_on = day_field(_("Valable jusqu’au"), hint=_("Un an au plus. Ensuite, créez-en un autre."))
