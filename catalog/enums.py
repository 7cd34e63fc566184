"""The words of the catalogue: every list of values that a tool, a plan or a cost may take.

Regions, levels, classes and conditions carry the ids of the shipped data ruleset. The catalogue lies
below the rulebook and cannot read it; a test of the rulebook holds both lists together.
"""

from etech_ai.enums import Labelled, gettext_noop


class ToolDecision(Labelled):
    """What the house has decided about a tool. Only the first two may be asked for."""

    APPROVED = "approved", gettext_noop("Approuvé")
    CONDITIONAL = "conditional", gettext_noop("Sous conditions")
    EVALUATION = "evaluation", gettext_noop("En évaluation")
    RETIRING = "retiring", gettext_noop("En retrait")
    FORBIDDEN = "forbidden", gettext_noop("Interdit")


class ToolCategory(Labelled):
    """The need that a tool serves first."""

    CODING = "coding", gettext_noop("Développement assisté")
    ASSISTANT = "assistant", gettext_noop("Assistant conversationnel")
    OFFICE = "office", gettext_noop("Bureautique et réunions")
    GATEWAY = "gateway", gettext_noop("Passerelle et API de modèles")
    LOCAL_MODEL = "local-model", gettext_noop("Modèle hébergé par Etech")
    TESTING = "testing", gettext_noop("Test et qualité")
    OPERATIONS = "operations", gettext_noop("Exploitation et supervision")
    OTHER = "other", gettext_noop("Autre besoin")


class Region(Labelled):
    """Where a plan processes what is sent to it (ids of the data ruleset). Unknown is never allowed."""

    EEA = "eea", gettext_noop("Union européenne et EEE")
    ADEQUATE = "adequate", gettext_noop("Pays reconnu adéquat")
    US_DPF = "us_dpf", gettext_noop("États-Unis, éditeur certifié DPF")
    US_NO_DPF = "us_no_dpf", gettext_noop("États-Unis, éditeur non certifié DPF")
    OTHER = "other", gettext_noop("Autre pays")
    UNKNOWN = "unknown", gettext_noop("Non vérifiée")


class Tristate(Labelled):
    """A fact that may not have been checked yet."""

    YES = "yes", gettext_noop("Oui")
    NO = "no", gettext_noop("Non")
    UNKNOWN = "unknown", gettext_noop("Non vérifié")


class Pricing(Labelled):
    SEAT = "seat", gettext_noop("Par siège")
    USAGE = "usage", gettext_noop("À l’usage")
    FREE = "free", gettext_noop("Gratuit")


class Period(Labelled):
    MONTH = "month", gettext_noop("par mois")
    YEAR = "year", gettext_noop("par an")


class ToolClass(Labelled):
    """Classes of the data ruleset, from the weakest assurance to the strongest."""

    T0 = "t0", gettext_noop("T0, grand public ou compte personnel")
    T1 = "t1", gettext_noop("T1, offre entreprise")
    T2 = "t2", gettext_noop("T2, offre entreprise dans l’UE")
    T3 = "t3", gettext_noop("T3, hébergement de confiance")
    T4 = "t4", gettext_noop("T4, modèle hébergé par Etech ou le client")


class DataLevel(Labelled):
    """The levels that can be sent at all, in rank order (secrets never can)."""

    PUBLIC = "public", gettext_noop("Public")
    INTERNAL = "internal", gettext_noop("Interne")
    CONFIDENTIAL = "confidential", gettext_noop("Confidentiel Etech")
    CLIENT_CONFIDENTIAL = "client_confidential", gettext_noop("Confidentiel client")
    PERSONAL = "personal", gettext_noop("Données personnelles")
    SPECIAL_CATEGORY = "special_category", gettext_noop("Données sensibles ou pénales")

    @property
    def rank(self) -> int:
        return list(DataLevel).index(self)


class PlanCondition(Labelled):
    """Conditions of scope `plan` of the data ruleset: proven once, on the plan's sheet."""

    WORK_ACCOUNT = "work_account", gettext_noop("Compte professionnel (pas personnel)")
    NO_TRAINING = "no_training", gettext_noop("Engagement contractuel de non-entraînement")
    DPA_SIGNED = "dpa_signed", gettext_noop("Contrat de sous-traitance art. 28")
    EU_RESIDENCY = "eu_residency", gettext_noop("Traitement et stockage dans l’UE/EEE")
    ZERO_RETENTION = "zero_retention", gettext_noop("Conservation nulle chez l’éditeur")
    BOUNDED_RETENTION = "bounded_retention", gettext_noop("Conservation bornée (30 jours au plus)")
    TRANSFER_OK = "transfer_ok", gettext_noop("Transfert hors UE couvert")
    DPF_CHECKED = "dpf_checked", gettext_noop("Certification DPF de l’éditeur vérifiée")
    SCC = "scc", gettext_noop("Clauses contractuelles types signées")
    SCC_FALLBACK = "scc_fallback", gettext_noop("Clauses types de repli prévues au contrat")
    TIA = "tia", gettext_noop("Analyse d’impact du transfert")
    SELF_HOSTED = "self_hosted", gettext_noop("Modèle hébergé par Etech ou par le client")
    TRUSTED_HOSTING = "trusted_hosting", gettext_noop("Hébergement de confiance (SecNumCloud ; HDS)")


class ProofKind(Labelled):
    FILE = "file", gettext_noop("Fichier")
    LINK = "link", gettext_noop("Lien")
    CLAUSE = "clause", gettext_noop("Clause de contrat")


class CostKind(Labelled):
    """Three figures that are never added together."""

    COMMITTED = "committed", gettext_noop("Engagé")
    CONSUMED = "consumed", gettext_noop("Consommé")
    BILLED = "billed", gettext_noop("Facturé")


class ConnectionState(Labelled):
    """How a vendor's account answers (docs/operations.md, « Vendor connections »)."""

    NEVER_RUN = "never_run", gettext_noop("Pas encore relevé")
    OK = "ok", gettext_noop("En ordre")
    DEGRADED = "degraded", gettext_noop("Perturbé")
    FAILING = "failing", gettext_noop("En panne")
    ACTION_NEEDED = "action_needed", gettext_noop("Action requise")
    PAUSED = "paused", gettext_noop("En pause")


class RunState(Labelled):
    """Where one reading of a vendor's list stands."""

    RUNNING = "running", gettext_noop("En cours")
    DONE = "done", gettext_noop("Appliqué")
    FAILED = "failed", gettext_noop("Échoué")
    NEEDS_REVIEW = "needs_review", gettext_noop("Retenu, à confirmer")
    DRY_RUN = "dry_run", gettext_noop("Essai à blanc")
    DISMISSED = "dismissed", gettext_noop("Écarté")
    ABANDONED = "abandoned", gettext_noop("Abandonné")


class KeyEnvironment(Labelled):
    """Where an API key is used."""

    DEVELOPMENT = "development", gettext_noop("Développement")
    TEST = "test", gettext_noop("Recette")
    PRODUCTION = "production", gettext_noop("Production")


class KeyScope(Labelled):
    """What an API key may be used for, in the words of the house: each vendor names its own scopes."""

    MODELS = "models", gettext_noop("Appeler des modèles de texte")
    MEDIA = "media", gettext_noop("Images et audio")
    EMBEDDINGS = "embeddings", gettext_noop("Calculer des vecteurs")
    FILES = "files", gettext_noop("Déposer des fichiers")
    FINE_TUNING = "fine-tuning", gettext_noop("Ajuster un modèle")
    READ_USAGE = "read-usage", gettext_noop("Lire la consommation")
    ADMINISTER = "administer", gettext_noop("Administrer le compte")
