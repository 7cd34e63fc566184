"""English is complete, says the same thing, follows the sources; French shows the sentences as they are."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils.translation import gettext, ngettext, override

from etech_ai.management.commands import update_messages as messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}|</?\w+[^>]*>")
FRENCH_TYPOGRAPHY = re.compile(r"[«»]|([\u00a0\u202f ]([:;?!]|%(?!\()))")
FRENCH_WORDS = re.compile(
    r"\b(le|la|les|des|une|du|dans|pour|avec|vous|votre|vos|est|sont|aucune?|sur)\b", re.I
)
PAGES = {
    "/": "Hello",
    "/catalogue/": "Tool catalogue",
    "/puis-je-envoyer/": "May I send this data?",
    "/cas-usage/": "Use cases",
    "/demandes/": "My requests",
    "/demandes/nouvelle/": "New request",
    "/regles/": "Internal policies",
    "/feuille-de-route/": "AI roadmap",
    "/decisions/": "Plan decisions",
    "/personnes/": "People",
    "/formations/": "Training and champions",
    "/mon-profil/": "My profile",
}


# ---------------------------------------------------------------- the catalogues
@pytest.fixture(scope="module")
def english() -> Catalog:
    return messages.read("en")


def test_every_sentence_of_the_sources_is_in_the_catalogue_and_nothing_else(english: Catalog) -> None:
    said, known = _keys(messages.sentences()), _keys(english)
    assert said - known == set(), "run manage.py update_messages, then translate"
    assert known - said == set(), "nobody says these any more: run manage.py update_messages"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_catalogue_is_as_the_command_writes_it(language: str) -> None:
    said = messages.sentences()
    catalogue = messages.english(said) if language == "en" else messages.french(said)
    text = messages.path_of(language).read_text(encoding="utf-8")
    assert text == messages.written(language, catalogue)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_left_to_translate(language: str) -> None:
    assert [entry.id for entry in messages.untranslated(messages.read(language))] == []


def test_a_translation_has_the_placeholders_and_the_tags_of_its_sentence(english: Catalog) -> None:
    assert [entry.id for entry in _entries(english) if not _agree(entry)] == []


def test_english_is_not_written_with_french_typography(english: Catalog) -> None:
    texts = [text for entry in _entries(english) for text in messages.strings_of(entry)]
    assert [text for text in texts if FRENCH_TYPOGRAPHY.search(text)] == []


def test_a_translation_starts_and_ends_with_the_spaces_of_its_sentence(english: Catalog) -> None:
    pairs = [pair for entry in _entries(english) for pair in _pairs(entry)]
    assert [a for a, b in pairs if (a[0] == " ", a[-1] == " ") != (b[0] == " ", b[-1] == " ")] == []


def test_the_compiled_catalogues_are_fresh() -> None:
    for language in ("en", "fr"):
        source = messages.path_of(language)
        compiled = source.with_suffix(".mo")
        assert compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime, "run ./dev setup"


def test_extraction_reads_code_and_templates() -> None:
    said = messages.sentences()
    assert said.get("Puis-je envoyer\u00a0?"), "a sentence in code, with an escaped no-break space"
    assert said.get("Aller au contenu"), "a sentence in a template"
    assert not said.get("undetermined"), "a string inside a call that translates something else"


# ---------------------------------------------------------------- French
def test_no_library_translates_our_french() -> None:
    """« File » is a queue here and a file in Django's own catalogue."""
    with override("fr"):
        changed = [entry.id for entry in _entries(messages.sentences())
                   if isinstance(entry.id, str) and gettext(entry.id) != entry.id]  # fmt: skip
    assert changed == []


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    with override("fr"):
        assert ngettext("%(number)s demande", "%(number)s demandes", 0) == "%(number)s demande"
    with override("en"):
        assert ngettext("%(number)s demande", "%(number)s demandes", 0) == "%(number)s requests"


# ---------------------------------------------------------------- the pages
@pytest.mark.parametrize("path", PAGES)
def test_a_page_reads_in_english(path: str, house: SimpleNamespace, client_for: Any) -> None:
    page = _read(client_for(house.lea), path, "en")
    assert page.language == "en"
    assert page.headings[0].startswith(PAGES[path])
    assert {"Catalogue", "My requests", "Tools and data"} <= set(page.menu)
    assert [text for text in page.menu if FRENCH_WORDS.search(text)] == []
    assert [text for text in page.texts if FRENCH_TYPOGRAPHY.search(text)] == []


def test_a_page_reads_in_french_without_a_wish(house: SimpleNamespace, client_for: Any) -> None:
    page = _read(client_for(house.ana), "/catalogue/", "de")
    assert (page.language, page.headings[0]) == ("fr", "Catalogue des outils")


def test_the_language_chosen_goes_before_the_browser_s(house: SimpleNamespace, client_for: Any) -> None:
    client = client_for(house.ana)
    client.post("/preferences/langue/", {"language": "en"})
    assert _read(client, "/catalogue/", "fr").language == "en"
    client.post("/preferences/langue/", {"language": "fr"})
    assert _read(client, "/catalogue/", "en").language == "fr"


# ---------------------------------------------------------------- reading
class Page(HTMLParser):
    """The texts of a page, its menu and its main headings."""

    SILENT = ("script", "style", "template")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.path: list[str] = []
        self.language, self.texts, self.menu, self.headings = "", [], [], []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.language = found.get("lang") or "" if tag == "html" else self.language
        if tag not in ("meta", "link", "input", "img", "br", "hr", "use", "path"):
            self.path.append(tag)
            self.headings += [""] if tag == "h1" else []
        self.texts += [found[name] for name in ("aria-label", "title", "placeholder") if found.get(name)]

    def handle_endtag(self, tag: str) -> None:
        while tag in self.path and self.path.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = data.strip()
        if not text or any(tag in self.path for tag in self.SILENT):
            return
        self.texts.append(text)
        if "nav" in self.path:
            self.menu.append(text)
        if "h1" in self.path:
            self.headings[-1] += text


def _read(client: Any, path: str, language: str) -> Page:
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200
    return Page(response.content.decode())


def _entries(catalogue: Catalog) -> list[Message]:
    return [entry for entry in catalogue if entry.id]


def _keys(catalogue: Catalog) -> set[Any]:
    return {(entry.context, entry.id) for entry in _entries(catalogue)}


def _pairs(entry: Message) -> list[tuple[str, str]]:
    """(sentence, translation), form by form."""
    ids = (entry.id,) if isinstance(entry.id, str) else entry.id
    return list(zip(ids, messages.strings_of(entry), strict=True))


def _agree(entry: Message) -> bool:
    """English may leave the number out of the singular, never another value."""
    return all(sorted(PLACEHOLDER.findall(a)) == sorted(PLACEHOLDER.findall(b)) for a, b in _pairs(entry))
