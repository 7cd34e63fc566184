"""The points of law that a ruleset calls uncertain, in French. Pure.

A ruleset writes them in English (`meta.uncertain`); these are translations, nothing is added. A point that
has none yet is shown in English.
"""

from compliance.rulesets import Raw

FRENCH: dict[str, tuple[str, str]] = {
    "u_registration_date": (
        "Date d’application de l’art. 49 (enregistrement)",
        "L’art. 113(c) modifié ne reporte que les sections 1, 2 et 3 du chapitre III. La section 5 (art. "
        "40 à 49) et "
        "les art. 72, 73 et 86 n’y sont pas nommés : à la lettre, ils s’appliquent depuis le 2 août "
        "2026 ; mais ils "
        "supposent un système classé au titre de l’art. 6, lui-même reporté. Lecture retenue : la même "
        "date que le "
        "régime à haut risque. Pour les systèmes exemptés au titre de l’art. 6(3), la date de l’art. "
        "49(2) n’est "
        "vraiment pas tranchée : consigner les deux lectures.",
    ),
    "u_high_risk_guidelines": (
        "Lignes directrices de la Commission sur l’art. 6 (haut risque)",
        "Projet du 19 mai 2026, consultation prolongée jusqu’au 23 juillet 2026, adoption annoncée pour "
        "la fin de "
        "2026. Aucun texte définitif trouvé. Les exemples qui en viennent peuvent changer.",
    ),
    "u_filter_chapeau": (
        "Art. 6(3) : « pas de risque important » est-il une condition à part ?",
        "Selon le projet de lignes directrices (§ 88), une des conditions a) à d) sans profilage suffit, lue "
        "strictement et à la lumière de « pas d’influence notable ». Des commentateurs voient dans la phrase "
        "d’ouverture une condition cumulative de plus. Ce jeu de règles est prudent : il demande une "
        "condition, pas "
        "de profilage et pas d’influence sur la décision.",
    ),
    "u_french_authorities": (
        "Autorités françaises compétentes",
        "Schéma du Gouvernement du 9 septembre 2025 (DGCCRF et DGE coordinatrices, CNIL, Arcom, ANSM, "
        "ACPR et autres "
        "régulateurs sectoriels) ; le projet de loi DDADUE a reçu des amendements du Gouvernement qui "
        "font de la CNIL "
        "une autorité centrale de surveillance du marché, débattus au Sénat le 17 février 2026. Aucune "
        "preuve de "
        "promulgation trouvée.",
    ),
    "u_fria_template": (
        "Modèle de FRIA du Bureau de l’IA (art. 27(5))",
        "Non publié aux dernières sources lues (printemps à août 2026) : notre propre formulaire reprend "
        "les six "
        "éléments légaux.",
    ),
    "u_standards": (
        "Normes harmonisées",
        "Aucune norme harmonisée du règlement IA n’était citée au Journal officiel en août 2026 ; EN ISO/IEC "
        "42001:2026 existe mais ne donne pas de présomption de conformité.",
    ),
    "u_in_house_generation": (
        "Art. 50(2) pour les outils génératifs internes, utilisés par le seul personnel",
        "Une entreprise qui construit un outil génératif et le met en service pour son propre usage est "
        "fournisseur "
        "(art. 3(3), 3(11)) : à la lettre, l’obligation de marquage la vise. Les lignes directrices sur "
        "l’art. 50 "
        "dispensent des cas étroits (sortie strictement technique, quelques professionnels connus, aucun "
        "usage "
        "externe) et excluent le code source. Traiter les outils génératifs internes comme "
        "« transparence » tant que "
        "le DPO n’écrit pas pourquoi ils n’en relèvent pas.",
    ),
    "u_prohibited_guidelines_ref": (
        "Référence des lignes directrices définitives sur les pratiques interdites",
        "Publiées d’abord sous C(2025) 884 le 4 février 2025 ; sans doute C(2025) 5052 final du 29 "
        "juillet 2025. À "
        "vérifier avant de citer le numéro.",
    ),
    "u_toys_reference": (
        "Annexe I, point 2 (jouets)",
        "La directive 2009/48/CE est remplacée par le nouveau règlement (UE) 2025/2509 sur la sécurité "
        "des jouets ; "
        "la mise à jour de l’annexe I n’a pas été vérifiée.",
    ),
}
"""By the id of the point: its topic and its text."""


def open_points(source: Raw, language: str) -> list[dict[str, str]]:
    """[{topic, text, lang, confidence}] in the reader's language where it exists."""
    return [_told(point, language) for point in source["meta"].get("uncertain", [])]


def _told(point: Raw, language: str) -> dict[str, str]:
    known = FRENCH.get(point["id"]) if language == "fr" else None
    topic, text = known or (point["topic"], point["text"])
    lang = "fr" if known else "en"
    return {"topic": topic, "text": text, "lang": lang, "confidence": point.get("confidence", "")}
