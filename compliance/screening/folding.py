"""A text in lower case, and without accents, in which every character keeps its place. Pure."""

import unicodedata

ALIKE = {ord("ı"): "i", ord("ſ"): "s", ord("İ"): "i"}
"""Letters that a regular expression without case takes for i and s, and `lower` does not."""


def _bare(letter: str) -> str:
    first = unicodedata.normalize("NFD", letter)[0]
    return first.lower() if first.isascii() and first.isalpha() else letter


BARE: dict[int, str] = {
    **{code: _bare(chr(code)) for code in range(0xC0, 0x250)}, **ALIKE,
    ord("’"): "'", ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l",
}  # fmt: skip


def lowered(text: str) -> str:
    """In lower case as regular expressions understand it."""
    return text.lower() if text.isascii() else text.translate(ALIKE).lower()


def plain(text: str) -> str:
    """In lower case, with bare letters and straight apostrophes: « L’Été » is « l'ete »."""
    return text.lower() if text.isascii() else text.translate(BARE).lower()
