"""Bring the catalogues of locale/ up to date with the sources, without gettext's own tools.

English gets one entry for each French sentence of the code and the templates; what was translated stays, what
nobody says any more goes. French needs an entry only where Django would not show the sentence as it is: a
count (zero is singular in French), or a sentence that a library translates into something else.
"""

import ast
import gettext
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

PACKAGES = ("approvals", "catalog", "compliance", "etech_ai", "people", "roadmap", "usecases")
# function: how many of its first arguments are a context, and how many the sentence
FUNCTIONS = {
    **dict.fromkeys(("_", "_lazy", "gettext", "gettext_lazy", "gettext_noop"), (0, 1)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (0, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (1, 1)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (1, 2)),
}
IN_TEMPLATES: dict[str, Any] = {  # the same for Babel, whose extractor reads what is not quite Python
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
PLURALS = {"fr": "n > 1", "en": "n != 1"}


class Command(BaseCommand):
    help = "Bring locale/ up to date with the sources; --check fails when a catalogue is stale or incomplete."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail when there is work to do"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        said = sentences()
        for language, catalogue in (("fr", french(said)), ("en", english(said))):
            path, text = path_of(language), written(language, catalogue)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                self._renew(path, text, check)
        missing = untranslated(english(said))
        if missing:
            words = "\n  ".join(str(message.id) for message in missing)
            raise CommandError(f"{len(missing)} to translate in {path_of('en')}:\n  {words}")

    def _renew(self, path: Path, text: str, check: bool) -> None:
        if check:
            raise CommandError(f"{path} is stale: run manage.py update_messages.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.stdout.write(f"wrote {path}")


def path_of(language: str) -> Path:
    return Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"


# ---------------------------------------------------------------- what the sources say
def sentences() -> Catalog:
    """Every sentence that the code and the templates mark for translation, in the order of the files."""
    found = Catalog(locale="en", fuzzy=False)
    for context, words in (*_in_code(), *_in_templates()):
        found.add(words if len(words) > 1 else words[0], context=context)
    return found


def _in_code() -> Iterator[tuple[str | None, tuple[str, ...]]]:
    root = Path(settings.BASE_DIR)
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
            yield from _said_by(call)


def _said_by(call: ast.Call) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    contexts, count = FUNCTIONS.get(name, (0, 0))
    texts = [node.value for node in call.args[: contexts + count]
             if isinstance(node, ast.Constant) and isinstance(node.value, str)]  # fmt: skip
    if count and len(texts) == contexts + count:
        yield texts[0] if contexts else None, tuple(texts[contexts:])


def _in_templates() -> Iterator[tuple[str | None, tuple[str, ...]]]:
    folder = Path(settings.BASE_DIR) / "templates"
    for path in sorted(path for end in ("html", "txt") for path in folder.rglob(f"*.{end}")):
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        inside = BytesIO(f"(\n{text}\n)".encode())  # in brackets, indentation means nothing
        for _line, words, _comments, context in extract("python", inside, IN_TEMPLATES):
            yield context, (words,) if isinstance(words, str) else tuple(words[:2])


# ---------------------------------------------------------------- the two catalogues
def english(said: Catalog) -> Catalog:
    """`said` with the translations that locale/en has."""
    known = read("en")
    for message in _messages(said):
        before = known.get(message.id, message.context)
        if before and isinstance(before.id, str) == isinstance(message.id, str):
            message.string, message.user_comments = before.string, before.user_comments
    return said


def french(said: Catalog) -> Catalog:
    """The sentences of `said` that would not show as they are, each as its own translation."""
    taken = _taken_by_libraries()
    catalogue = Catalog(locale="fr", fuzzy=False)
    for message in _messages(said):
        if _counts(message) or (
            isinstance(message.id, str) and taken.get(message.id, message.id) != message.id
        ):
            catalogue.add(message.id, message.id, context=message.context)
    return catalogue


def _counts(message: Message) -> bool:
    """Whether its singular says the number: « 0 demande » is right, « Une demande » is not for none."""
    if isinstance(message.id, str):
        return False
    singular, plural = (sorted(PLACEHOLDER.findall(text)) for text in message.id)
    return bool(singular) and singular == plural


def _taken_by_libraries() -> dict[str, str]:
    """French translations that come with Django and the installed applications."""
    folders = [Path(config.path) / "locale" for config in apps.get_app_configs()]
    folders.append(Path(django.__file__).parent / "conf" / "locale")
    taken: dict[str, str] = {}
    for folder in folders:
        compiled = folder / "fr" / "LC_MESSAGES" / "django.mo"
        if compiled.exists():
            with compiled.open("rb") as file:
                entries = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            taken |= {key: text for key, text in entries.items() if isinstance(key, str)}
    return taken


def read(language: str) -> Catalog:
    """The catalogue as it is on disk; empty when there is none."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def untranslated(catalogue: Catalog) -> list[Message]:
    """Entries with no text, a plural with one form missing, or a translation that is only guessed."""
    return [message for message in _messages(catalogue) if message.fuzzy or not all(strings_of(message))]


def strings_of(message: Message) -> list[str]:
    """The translations of one entry: two for a plural."""
    return [message.string or ""] if isinstance(message.string, str | None) else list(message.string)


def _messages(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def written(language: str, catalogue: Catalog) -> str:
    """The text of the .po file: no dates and no line numbers, so that it changes only when words do."""
    out = BytesIO()
    write_po(out, catalogue, width=100, no_location=True, omit_header=True, ignore_obsolete=True)
    header = HEADER.format(language=language).replace("n > 1", PLURALS[language])
    return header + out.getvalue().decode().lstrip("\n").rstrip() + "\n"
