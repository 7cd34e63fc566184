"""Text as the search sees it: without accents, case or punctuation. Pure."""

import re
import unicodedata

NOT_WORD = re.compile(r"[^a-z0-9]+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ß": "ss"})


def normalise(*texts: str) -> str:
    """`"Présélection", "de CV"` -> `"preselection de cv"`."""
    flat = unicodedata.normalize("NFKD", " ".join(texts).translate(LIGATURES))
    bare = "".join(letter for letter in flat if not unicodedata.combining(letter))
    return NOT_WORD.sub(" ", bare.casefold()).strip()
