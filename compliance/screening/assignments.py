"""Passwords and tokens that a text gives to a name: in code, on a command line, in a URL, in a sentence.

The name says that a secret follows; what follows must look like one. A reference to a vault, a variable, a
placeholder or a translated label is left alone.
"""

import re
from collections.abc import Iterator

from compliance.screening import Kind

Found = tuple[Kind, int, int]
HINTS = (
    "pass", "pwd", "mdp", "secret", "key", "token", "jeton", "cle ", "cle_", "cle-", "bearer", "basic", "://",
    " / ", " code ", "redis", "curl", "wget", "mysql", "docker", "net use", "identified", "sess", ".sid",
    "salt", ":5432:", ":*:",
)  # fmt: skip
"""One of these stands in every line that holds something, in plain letters."""

PASSWORD = (
    r"(?:pass(?:word|wd|phrase|code)|(?<![a-z])pass|motdepasse|mot[ _-]de[ _-]passe|(?<![a-z])mdp|pwd"
    r"|phrase[ _-]secrete|secret)"
)
TOKEN = (
    r"(?:(?:api|access|account|auth|secret|service|client|storage|master|signing)[ _-]?key|token|jeton"
    r"|cle[ _-](?:d')?(?:api|acces))(?:[_-](?:api|base))?"
)
SPACE = r"[ \t\u00a0\u202f]*"
GIVEN = re.compile(
    rf"(?:(?P<token>{TOKEN})|(?P<password>{PASSWORD}))[_-]?\d{{0,3}}[\"'\]]{{0,2}}(?::? ?&str)?"
    rf"{SPACE}(?::=|=>|={{1,3}}|:){SPACE}@?(?:(?P<quote>[\"'`])(?P<quoted>[^\"'`\n]{{4,200}})(?P=quote)"
    r"|(?P<bare>[^\s\"'`,;<>|]{4,200})(?P<alone>(?=\s*(?:#.*)?$))?)"
)
"""name = value, name: value, "name": "value", on a line in plain letters."""

TYPED = re.compile(
    r"://[^\s/:@\"']{0,80}:(?P<url>[^\s/@\"']{3,120})@[a-z0-9\[]"
    r"|--(?:password|passwd|pass|pwd|token|api-key|secret)[= ]\"?'?(?P<option>[^\s\"'<>\[\]]{4,120})"
    r"|\bmysql\w*\b[^|\n]{0,120}?\s-p(?P<mysql>[^\s'\"]{4,80})"
    r"|\bredis-cli\b[^|\n]{0,120}?\s-a\s+(?P<redis>[^\s'\"]{4,80})"
    r"|\b(?:curl|wget)\b[^|\n]{0,160}?\s(?:-u|--user)\s+[\"']?[^\s:\"']{1,80}:(?P<curl>[^\s\"']{3,120})"
    r"|\bdocker\s+login\b[^|\n]{0,120}?\s-p\s+[\"']?(?P<docker>[^\s\"']{4,200})"
    r"|\b(?:compte|login|user|utilisateur|identifiants?|acces|account|credentials)\b[^/\n]{1,40} / "
    r"(?P<pair>[^\s/]{6,80})"
    r"|\bsshpass\s+-p\s*[\"']?(?P<sshpass>[^\s\"']{4,80})"
    r"|convertto-securestring\s+[\"'](?P<powershell>[^\"'\n]{4,120})[\"']"
    r"|\bnet\s+use\b[^\n]{0,120}?/user:\S{1,80}\s+(?P<share>[^\s/\"']{4,80})"
    r"|\b(?:identified\s+by|password)\s+[\"'](?P<sql>[^\"'\n]{4,120})[\"']"
    r"|^[\w.*-]{1,120}:(?:\d{1,5}|\*):[^:\s]{1,60}:[^:\s]{1,60}:(?P<pgpass>[^\s:]{4,120})$"
)
"""A password among the words of a command, an address or a statement."""
CALLED = re.compile(
    rf"\b(?:define|setenv|putenv|setproperty|set|put)\(\s*[\"'][\w.]{{0,40}}?"
    rf"(?:(?P<token>{TOKEN}|(?:auth|logged_in|nonce)_(?:key|salt))|(?P<password>{PASSWORD}))[\"']\s*,\s*"
    r"(?P<quote>[\"'])(?P<value>[^\n]{4,120}?)(?P=quote)"
)
"""A secret that a call puts under a name."""
SESSION = re.compile(
    r"\b(?:sessionid|session_id|phpsessid|jsessionid|connect\.sid)=(?P<value>[a-z0-9.%_-]{20,})"
)
DSN = re.compile(r"://(?P<value>[0-9a-f]{32})(?::[0-9a-f]{32})?@")
BEARER = re.compile(
    r"\b(?:bearer|authorization[\"']?\s?[:=]\s?[\"']?basic)\s+(?P<value>[a-z0-9._~+/-]{20,}=*)"
)

PAIRED = re.compile(
    rf"(?:name|key|nom|cle)[\"']?\s{{0,4}}:\s{{0,4}}[\"']?[\w.-]{{0,60}}?(?:(?P<token>{TOKEN})"
    rf"|(?P<password>{PASSWORD}))[\"']?,?"
    r"\s{1,40}[\"']?(?:value|valeur)[\"']?\s{0,4}:\s{0,4}[\"']?(?P<value>[^\s\"',}]{4,200})"
)
"""`name: DB_PASSWORD` and `value: …`, side by side or on two lines, as deployments write them."""

SAID = re.compile(
    r"(?:mots? de passe|password|passphrase|passwd|mdp|secret)(?=[ \u00a0:])"
    rf"(?:[ \u00a0](?:provisoire|temporaire|actuel|initial|admin|root|temporary|current))?{SPACE}"
    rf"(?P<colon>:)?(?:{SPACE}(?:est|sera|is|was)\b)?{SPACE}:?{SPACE}[\"'«“`]?{SPACE}(?P<value>\S{{6,80}})"
)
CODE = re.compile(rf"\b(?:code|cle)(?:{SPACE}:|[ \u00a0]){SPACE}(?P<value>\S{{8,80}})")
WIRELESS = re.compile(r"\bwi-?fi\b|\bwpa|\bssid\b")
AFTER = ".,;:)»”\"'`…"

PLACEHOLDER = re.compile(
    r"^[?$<{%\[*.…&]|\$\{|\{\{|x{4}|\*{3}|•|\.\.\.|^(?:your|votre|my[-_]|mon[-_]|insert|change|a[-_]remplir"
    r"|a[-_]definir|todo|none|null|nil|true|false|undefined|example|exemple|sample|dummy|redacted|masked"
    r"|placeholder|env[.:]|process\.env|os\.|var\.|data\.|vault:|ref\+|!|file:|arn:|hunter\*)"
)
NAMES_A_SECRET = re.compile(
    r"pass(?:word|wd|phrase|wort)|mot.?de.?passe|secret|token|jeton|credential|kennwort|contrasena"
    r"|api.?key|cle.?api"
)
PATH = re.compile(r"^(?:[~.]{0,2}/|[a-z]:\\|[a-z]+://)|^[a-z_.-]+(?:/[a-z_.-]+)+$")
EXPRESSION = re.compile(r"[()\[\]{}]|^[a-z_]\w*(?:(?:\.|->|::)[a-z_]\w*)+;?$")
WORDS = re.compile(r"^[a-z]+(?:[-_.| ][a-z]*)+$", re.IGNORECASE)
CAMEL = re.compile(r"^\d+$|^[A-Z]?[a-z]*(?:[A-Z][a-z]+)*$|^[A-Z]+$")
"""Numbers, and words as code writes them."""
OPAQUE = re.compile(r"^[\w\-./+=:~]{12,}$")


def may_hold(plain: str) -> bool:
    """Whether a text in plain letters can hold anything for `in_line`."""
    return any(map(plain.__contains__, HINTS))


def in_line(line: str, plain: str) -> Iterator[Found]:
    """Places in one line, given as written and in plain letters."""
    yield from _given(line, plain)
    yield from _typed(line, plain)
    yield from _said(line, plain)


def in_text(text: str, plain: str) -> Iterator[Found]:
    """Places that stand over two lines, in a text given as written and in plain letters."""
    if "value" in plain or "valeur" in plain:
        for found in PAIRED.finditer(plain):
            kind = Kind.TOKEN if found["token"] else Kind.PASSWORD
            if is_secret(text[found.start("value") : found.end("value")], kind=kind):
                yield kind, *found.span("value")


def _given(line: str, plain: str) -> Iterator[Found]:
    for found in GIVEN.finditer(plain):
        group = "quoted" if found["quoted"] else "bare"
        kind = Kind.TOKEN if found["token"] else Kind.PASSWORD
        value = line[found.start(group) : found.end(group)]
        is_alone = group == "quoted" or found["alone"] is not None
        if is_secret(value, kind=kind, is_quoted=group == "quoted", is_alone=is_alone):
            yield kind, *found.span(group)


def _typed(line: str, plain: str) -> Iterator[Found]:
    for found in TYPED.finditer(plain):
        start, end = _trimmed(line, *found.span(found.lastgroup or 0))
        if is_secret(line[start:end], is_quoted=False, is_alone=found.lastgroup != "pair"):
            yield Kind.PASSWORD, start, end
    for pattern in (BEARER, SESSION, DSN, CALLED):
        for found in pattern.finditer(plain):
            kind = Kind.PASSWORD if found.groupdict().get("password") else Kind.TOKEN
            if is_secret(line[found.start("value") : found.end("value")], kind=kind):
                yield kind, *found.span("value")


def _said(line: str, plain: str) -> Iterator[Found]:
    for found in SAID.finditer(plain):
        start, end = _trimmed(line, *found.span("value"))
        if _classes(line[start:end]) >= 3 and is_secret(line[start:end], is_quoted=False):
            yield Kind.PASSWORD, start, end
    for found in CODE.finditer(plain):
        start, end = _trimmed(line, *found.span("value"))
        is_sign = WIRELESS.search(plain) or set(line[start:end]) & set("!@#$%&*?")
        if is_sign and _classes(line[start:end]) == 4:
            yield Kind.PASSWORD, start, end


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """Without the punctuation of the sentence."""
    while end > start and line[end - 1] in AFTER:
        end -= 1
    return start, end


def is_secret(
    value: str, *, kind: Kind = Kind.PASSWORD, is_quoted: bool = True, is_alone: bool = False
) -> bool:
    """Whether a value looks like a secret; `is_alone` when nothing follows it on its line."""
    plain = value.lower()
    if PLACEHOLDER.search(plain) or PATH.search(plain) or any(letter.isspace() for letter in value):
        return False
    if not is_quoted and EXPRESSION.search(plain):
        return False
    has_digit = any(letter.isdigit() for letter in value)
    if NAMES_A_SECRET.search(plain) and not has_digit:
        return False
    if kind == Kind.TOKEN:
        return (
            has_digit
            and not value.isdigit()
            and (is_quoted or OPAQUE.match(value) is not None)
            and len(value) >= 12
        )
    return _is_password(value, has_digit=has_digit, is_quoted=is_quoted, is_alone=is_alone)


def _is_password(value: str, *, has_digit: bool, is_quoted: bool, is_alone: bool) -> bool:
    if value.isdigit() or value.isalpha():
        return len(value) >= 6 and (is_quoted or (len(value) >= 12 and CAMEL.match(value) is None))
    if WORDS.match(value):
        return False
    return len(value) >= 4 and (
        is_quoted or _classes(value) >= 3 or (is_alone and has_digit and len(value) >= 6)
    )


def _classes(value: str) -> int:
    """How many of lower case, capitals, digits and signs it mixes."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())
    return sum(any(is_of(letter) for letter in value) for is_of in kinds)
