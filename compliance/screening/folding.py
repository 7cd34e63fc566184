"""A text in lower case, and without accents, in which every character keeps its place. Pure."""

import unicodedata


def _bare(letter: str) -> str:
    first = unicodedata.normalize("NFD", letter)[0]
    return first.lower() if first.isascii() and first.isalpha() else letter


BARE: dict[int, str] = {
    **{code: _bare(chr(code)) for code in range(0xC0, 0x250)},
    **{ord(letter): bare for letter, bare in zip("’øØłŁıſ", "'oollis", strict=True)},
}
"""The last two are letters that a regular expression without case takes for i and s."""


def plain(text: str) -> str:
    """In lower case, with bare letters and straight apostrophes: « L’Été » is « l'ete »."""
    return text.lower() if text.isascii() else text.translate(BARE).lower()
