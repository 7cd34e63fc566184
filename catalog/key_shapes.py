"""Does a text hold a key? The portal says where keys are kept and never keeps one. Pure.

Known shapes are those that vendors document for their own secret scanning; anything else that is long,
unbroken and made of letters and digits is taken for a key too: a false alarm costs a word, a key costs more.
"""

import re

KNOWN = re.compile(
    r"""
      \bsk-[A-Za-z0-9_-]{12,}                     # OpenAI, Anthropic and gateways that follow them
    | \b(?:gh[opsur]_|github_pat_)[A-Za-z0-9_]{12,}
    | \bA(?:KIA|SIA)[0-9A-Z]{12,}                 # Amazon
    | \bAIza[0-9A-Za-z_-]{20,}                    # Google
    | \bxox[abeprs]-[A-Za-z0-9-]{10,}             # Slack
    | \bhf_[A-Za-z0-9]{16,}                       # Hugging Face
    | \beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,} # JSON web tokens
    | -----BEGIN\s[A-Z\s]*PRIVATE\sKEY-----
    """,
    re.VERBOSE,
)
UNBROKEN = re.compile(r"[A-Za-z0-9+=]{20,}")
FEW = 3
"""Letters and digits that an unbroken run has at least, to be taken for a key rather than for a word."""


def holds_a_key(text: str) -> bool:
    """Whether some part of the text looks like a secret key."""
    return bool(KNOWN.search(text)) or any(_is_mixed(run) for run in UNBROKEN.findall(text))


def _is_mixed(run: str) -> bool:
    digits = sum(char.isdigit() for char in run)
    return digits >= FEW and len(run) - digits >= FEW
