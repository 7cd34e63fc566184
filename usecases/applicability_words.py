"""Which bodies of law an applicability sheet goes through, and what it answers. Pure."""

from etech_ai.enums import Labelled, gettext_noop


class Regime(Labelled):
    """The four lines of a sheet, in its order."""

    AI_ACT = "ai_act", gettext_noop("Règlement IA")
    GDPR = "gdpr", gettext_noop("RGPD")
    LABOUR = "labour", gettext_noop("Code du travail")
    SECTOR = "sector", gettext_noop("Droit du secteur")


HINTS: dict[Regime, str] = {
    Regime.AI_ACT: gettext_noop(
        "Règlement (UE) 2024/1689 modifié\u00a0: rôle, classement, exclusions de l’art. 2."
    ),
    Regime.GDPR: gettext_noop(
        "Règlement (UE) 2016/679\u00a0: données personnelles, AIPD (art. 35), décision (art. 22)."
    ),
    Regime.LABOUR: gettext_noop(
        "L1121-1, L1222-4, L2312-38\u00a0: salariés ou candidats, information du CSE."
    ),
    Regime.SECTOR: gettext_noop(
        "Santé, finance, secteur public, défense\u00a0: ce que le client ou le produit impose."
    ),
}


class Applies(Labelled):
    """« Je ne sais pas » is not an answer that can be signed."""

    YES = "yes", gettext_noop("S’applique")
    PARTLY = "partly", gettext_noop("S’applique en partie")
    NO = "no", gettext_noop("Ne s’applique pas")
