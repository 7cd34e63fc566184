"""Articles as French readers write them; the ruleset writes them in English. Pure."""

import re

WORDS: tuple[tuple[str, str], ...] = (
    (r"\bAnnex\b", "Annexe"),
    (r"\b3rd subpara\.", "3e al."),
    (r"\b1st subpara\.", "1er al."),
    (r"\b1st para\.", "1er al."),
    (r"\b2nd para\.", "2e al."),
    (r"\bReg\. \(EU\)", "Règl. (UE)"),
    (r"\bdraft guidelines para\.", "projet de lignes directrices, §"),
    (r"\brecital\b", "considérant"),
    (r"\brecitals\b", "considérants"),
    (r" as amended\b", " modifié"),
    (r"\bGDPR Art\.", "RGPD art."),
    (r"S_GGPAI points", "lignes directrices GPAI, points"),
    (r"; S_G3\b", "; lignes directrices C(2025) 5053"),
    (r"; ", "\u00a0; "),
)
COMPILED = tuple((re.compile(pattern), french) for pattern, french in WORDS)


def in_french(article: str | None) -> str:
    """`Annex III, point 4` -> `Annexe III, point 4`; empty for none."""
    text = article or ""
    for pattern, french in COMPILED:
        text = pattern.sub(french, text)
    return text
