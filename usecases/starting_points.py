"""The purpose that a template of the ruleset proposes, for its author to make their own. Pure.

The answers that a template states are the ruleset's; these sentences only spare the typing of one.
"""

from etech_ai.enums import gettext_noop

PURPOSES: dict[str, str] = {
    "tpl_code_completion": gettext_noop(
        "Proposer du code dans l’éditeur. Le développeur relit, teste et répond de ce qu’il garde."
    ),
    "tpl_code_review": gettext_noop(
        "Relire les changements et proposer des tests. Une personne décide de la fusion."
    ),
    "tpl_docs": gettext_noop(
        "Rédiger, traduire ou reformuler des documents. Une personne relit avant de les diffuser."
    ),
    "tpl_meeting": gettext_noop(
        "Transcrire et résumer des réunions, participants prévenus. Une personne relit le compte rendu."
    ),
    "tpl_search": gettext_noop(
        "Retrouver une information dans les documents internes. La réponse cite ses sources et se vérifie."
    ),
    "tpl_support_bot": gettext_noop(
        "Répondre aux questions courantes de clients. Une personne prend le relais sur demande."
    ),
    "tpl_own_rag": gettext_noop(
        "Répondre à partir des documents d’Etech, avec un système construit en interne qui cite ses sources."
    ),
    "tpl_client_build": gettext_noop(
        "Développer une fonction d’IA pour un client, qui l’exploite sous son propre nom."
    ),
    "tpl_visual": gettext_noop(
        "Créer des visuels de communication. Une personne les choisit et les relit avant publication."
    ),
}
"""By the id of a template."""
