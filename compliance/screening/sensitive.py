"""What GDPR Art. 9 and 10 protect, said of a person; and markings of the State.

A word of health in a procedure says nothing about anybody. It counts beside a person: their name within a few
lines, or a pronoun in the same sentence; or as the value of a field that says what it is.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from compliance.screening import Kind

Found = tuple[Kind, int, int]
NEAR = 250
"""Characters between a person and a word about them."""

TERMS = re.compile(
    r"\b(?:"
    # health (Art. 9)
    r"arret (?:de travail|maladie)|arret pour maladie|conge (?:de )?maternite|conge maladie"
    r"|mi-temps therapeutique|rqth"
    r"|reconnaissance (?:de la qualite )?de travailleur handicape|travailleuse? handicapee?|handicap(?:e|ee)?"
    r"|invalidite|inapte|apte avec (?:restrictions|reserves)|inaptitude|enceinte|grossesse|hospitalis(?:e"
    r"|ee|ation)"
    r"|atteinte? (?:de|d'un|d'une) [\w'-]+|souffr(?:e|ant|ait) (?:de|du|d'une?) [\w'-]+(?: chronique"
    r"| severe)?|traitement medical|maladie (?:chronique|professionnelle|grave)"
    r"|burn-?out|depression|cancer(?: treatment)?|diabete|diabetique|epilepsi?e|seropositi(?:f|ve)|vih"
    r"|sclerose en plaques"
    r"|chimiotherapie|hernie discale|sciatique|lombalgie|tendinite|migraines?|covid(?:-19)?|depistage"
    r"|psychiatr\w+|addiction|alcoolisme|transfusion|allergies? (?:a|au|aux) [\w'-]+"
    r"|sick leave|medical leave|maternity leave|disability|disabled (?:person|employee|worker)"
    r"|pregnan(?:t|cy)|chemotherapy|diabet(?:es|ic)"
    r"|epilepsy|hiv|depressed|anxiety disorder|mental illness|blood type|groupe sanguin"
    # opinions, beliefs, union, origin, life (Art. 9)
    r"|delegue[e]? syndicale?|syndiquee?|adherente? (?:a la |au )?(?:cgt|cfdt|fo|cftc|unsa|sud)"
    r"|appartenance syndicale|union (?:representative|member|steward)|trade unionist|opinions? politiques?"
    r"|political opinions?|militante? [\w'-]+|de confession [\w'-]+|confession religieuse|religious beliefs?"
    r"|practi[sc]ing (?:muslim|catholic|jew|christian|hindu|buddhist)|musulmane?|juive?"
    r"|catholique pratiquante?"
    r"|origine ethnique|ethnic origin|orientation sexuelle|sexual orientation|homosexuel(?:le)?"
    r"|bisexuel(?:le)?"
    r"|transgenre|transgender|empreintes? (?:digitales?|biometriques?)"
    # offences (Art. 10)
    r"|casier judiciaire|condamn(?:e|ee) (?:pour|a)|condamnations? penales?"
    r"|garde a vue|mise? en examen|criminal (?:record|conviction)s?|convicted of|bracelet electronique"
    r")(?![\w-])(?![\"']\s*[:=])"
)
NOT_A_STATE = re.compile(r"(?:\bl'|\bune |\bdes |\bles |\bthis |\bcette )$")
"""« l’enceinte du site » is a place."""
AMBIGUOUS = frozenset(("enceinte",))
ALSO = re.compile(
    r"\b(?:diagnosis|diagnostic|pathologie|traitement|treatment|medication|symptoms?|symptomes?)\b"
)
"""Words of many trades, which count beside a word above."""

SOMEBODY = re.compile(
    r"\b(?:je|j'ai|me|m'a|mon|ma|mes|il|elle|lui|son|sa|ses|i|i'm|my|he|she|his|her|salariee?"
    r"|collaborat(?:eur|rice)"
    r"|employee|colleague|collegue|patiente?)\b"
)
SENTENCE = re.compile(r"[.!?\n](?:\s|$)")
FIELD = re.compile(
    r"(?:diagnos(?:is|tic)|pathologie|handicap|disability|syndicat|union|religion|ethnicity|origine_ethnique"
    r"|orientation_sexuelle|sexual_orientation|groupe_sanguin|blood_type|opinion_politique"
    r"|political_opinion|allerg(?:ie|y|ies))"
    r"[\"']?[ \u00a0]?[:=][ \u00a0]?[\"'](?P<value>[a-zà-ÿ][^\"'\n,;(]{1,40}?)(?= jusqu| until| depuis"
    r"| since|[\"',;(])"
)
MARKING = re.compile(
    r"D(?:IFFUSION RESTREINTE|iffusion Restreinte)|(?:T(?:RÈS|RES|rès) )?S(?:ECRET"
    r"|ecret)[ -]D[EÉeé](?:FENSE|fense)"
    r"|C(?:ONFIDENTIEL|onfidentiel)[ -]D[EÉeé](?:FENSE|fense)|TR[EÈ]S SECRET|SP[EÉ]CIAL FRANCE"
    r"|RESTREINT UE|UE RESTREINT"
    r"|EU (?:RESTRICTED|CONFIDENTIAL|SECRET)|NATO (?:RESTRICTED|CONFIDENTIAL|SECRET)"
)
"""Markings of instruction générale interministérielle no 1300 (2011 and 2021), of instruction no 901
(Diffusion Restreinte), of the Union and of NATO, as they are printed: with capitals."""


def markings(text: str, plain: str) -> Iterator[Found]:
    """Places in a text, given as written and in plain letters."""
    if any(hint in plain for hint in ("restreint", "secret", "confident", "restricted", "special france")):
        yield from ((Kind.MARKING, *found.span()) for found in MARKING.finditer(text))


def in_text(plain: str, people: Iterable[tuple[int, int]]) -> Iterator[Found]:
    """Places in a text in plain letters in which people stand at the places given."""
    places = sorted(start for start, _end in people)
    terms = [found for found in TERMS.finditer(plain) if _is_a_state(found, plain)]
    about = [found for found in terms if _is_about_somebody(found, plain, places)]
    for found in (*about, *_also(plain, about)):
        yield Kind.SENSITIVE, *found.span()
    for found in FIELD.finditer(plain):
        yield Kind.SENSITIVE, *found.span("value")


def _is_a_state(found: re.Match[str], plain: str) -> bool:
    before = plain[max(found.start() - 6, 0) : found.start()]
    return found.group() not in AMBIGUOUS or NOT_A_STATE.search(before) is None


def _is_about_somebody(found: re.Match[str], plain: str, places: Sequence[int]) -> bool:
    nearest = bisect_left(places, found.start() - NEAR)
    if nearest < len(places) and places[nearest] <= found.end() + NEAR:
        return True
    return SOMEBODY.search(_sentence(plain, *found.span())) is not None


def _sentence(plain: str, start: int, end: int) -> str:
    """The sentence around a place, at most `NEAR` characters to each side."""
    before = plain[max(start - NEAR, 0) : start]
    opened = max((edge.end() for edge in SENTENCE.finditer(before)), default=0)
    closed = SENTENCE.search(plain, end, end + NEAR)
    return before[opened:] + plain[start : closed.start() if closed else end + NEAR]


def _also(plain: str, about: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    for found in about:
        yield from ALSO.finditer(plain, max(found.start() - NEAR, 0), found.end() + NEAR)
