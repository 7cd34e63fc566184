"""What a flag of a classification means for Etech, in one sentence. Pure.

The flag, its label and its article come from the ruleset; these sentences restate that article for whoever
never read it. A flag without a sentence is shown with its label alone.
"""

from etech_ai.enums import gettext_noop

MEANINGS: dict[str, str] = {
    "provider": gettext_noop("Etech répond du système\u00a0: c’est le rôle qui porte le plus d’obligations."),
    "deployer": gettext_noop("Etech utilise, sous sa propre autorité, le système d’un autre."),
    "distributor": gettext_noop(
        "Etech met le système à disposition sans en être fournisseur ni importateur."
    ),
    "importer": gettext_noop("Etech introduit dans l’Union le système d’un fournisseur établi ailleurs."),
    "supplier": gettext_noop(
        "Le client est fournisseur\u00a0; s’il est à haut risque, un écrit fixe les informations et "
        "l’aide qu’Etech lui doit."
    ),
    "gpai": gettext_noop(
        "Le modèle a ses propres règles, qui pèsent sur son fournisseur\u00a0: gardez sa fiche."
    ),
    "gpai_model_provider": gettext_noop(
        "Etech devient fournisseur du modèle\u00a0: documentation, droit d’auteur, résumé des données "
        "d’entraînement."
    ),
    "gpai_check": gettext_noop(
        "Le DPO vérifie l’ampleur de l’ajustement\u00a0: au-delà d’un tiers du calcul d’origine, Etech "
        "devient fournisseur."
    ),
    "profiling": gettext_noop(
        "Le système évalue des aspects d’une personne\u00a0: un usage de l’annexe III reste alors à haut "
        "risque."
    ),
    "fria_required": gettext_noop(
        "L’utilisateur final évalue l’effet sur les droits fondamentaux avant la première utilisation (FRIA)."
    ),
    "fria_check": gettext_noop(
        "Le DPO dit si l’utilisateur final est public ou rend un service public\u00a0: la FRIA serait "
        "alors due."
    ),
    "art25": gettext_noop(
        "Etech devient fournisseur du système à haut risque et en prend toutes les obligations."
    ),
    "art25_check": gettext_noop(
        "Le DPO vérifie si l’éditeur prévoit cette finalité\u00a0: sinon, Etech deviendrait fournisseur."
    ),
    "art50_1": gettext_noop("Les personnes qui échangent avec le système savent que c’est une IA."),
    "art50_2": gettext_noop("Les contenus produits portent une marque lisible par machine."),
    "art50_3": gettext_noop("Les personnes exposées sont informées de son fonctionnement."),
    "art50_4_deepfake": gettext_noop("L’image, le son ou la vidéo est signalé comme généré ou manipulé."),
    "art50_4_text": gettext_noop("Le texte publié est signalé comme généré, faute de relecture humaine."),
    "annex_i_section_a": gettext_noop("Le système suit aussi la législation de ce produit."),
    "annex_i_section_b": gettext_noop(
        "La législation de ce produit s’applique\u00a0; du règlement IA, quelques articles seulement."
    ),
    "workplace": gettext_noop(
        "Les représentants du personnel et les salariés concernés sont informés avant l’usage."
    ),
    "foss": gettext_noop("La licence libre n’exempte ni le haut risque, ni l’interdit, ni la transparence."),
}
"""By the id of a flag of kind `report`."""
