"""What the verifier says, in the reader's words: it speaks English and knows nothing of us."""

from django.utils.translation import gettext as _

from etech_ai.enums import gettext_noop

WORDS = {
    "no seal": gettext_noop("Aucun sceau à la fin du fichier."),
    "the seal covers": gettext_noop("Des octets ont été ajoutés ou retirés."),
    "the content": gettext_noop("Le contenu n’est pas celui qui a été scellé."),
    "the signature": gettext_noop("La signature ne tient pas."),
    "intact, but signed": gettext_noop("Intact, mais signé par une autre clé."),
    "another sealed file": gettext_noop("Un autre fichier scellé se trouve à sa place."),
}


def in_words(problem: str) -> str:
    """The sentence for a problem; one that nobody has worded yet shows as it is."""
    known = (words for start, words in WORDS.items() if problem.startswith(start))
    found = next(known, "")
    return _(found) if found else problem


def grouped(digest: str) -> str:
    """« 9f2c 71aa 0d5e … »: in fours, as one reads it aloud."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
