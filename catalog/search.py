"""Pure: how names are made comparable, so that « théo » finds « Théo » on every database."""

import unicodedata


def bare(text: str) -> str:
    """Lower case, without accents, single spaces: « Éditeur  Étendu » gives « editeur etendu »."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def words(query: str) -> list[str]:
    """The words of a search, bare; each of them must be found."""
    return bare(query).split()
