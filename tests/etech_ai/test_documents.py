"""Documents are admitted by what they hold, and kept once under their digest."""

import io
import zipfile
from hashlib import sha256

import pytest

from etech_ai import documents
from etech_ai.verdicts import Refused

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def packed(*members, content="x"):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for member in members:
            package.writestr(member, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("DPA.pdf", PDF),
        ("capture.PNG", PNG),
        ("liste.csv", "a;é\n1;2".encode()),
        ("liste.csv", "a;é\n1;2".encode("cp1252")),
        ("contrat.docx", packed("[Content_Types].xml", "word/document.xml")),
        ("notes.odt", packed("mimetype", "content.xml")),
    ],
)
def test_a_document_is_kept_under_its_digest(name, data):
    kept = documents.keep("proofs", name, data)

    assert kept == (name, sha256(data).hexdigest(), len(data))
    assert documents.path("proofs", kept.sha256).read_bytes() == data
    assert documents.is_intact("proofs", kept.sha256)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("outil.exe", b"MZ", "pas admis"),
        ("vide.pdf", b"", "vide"),
        ("gros.txt", b"x" * (documents.LARGEST + 1), "dépasse 10"),
        ("faux.pdf", b"MZ\x90\0" + b"0" * 80, "n’est pas celui"),
        ("faux.pdf", b"<html>bonjour</html>", "n’est pas celui"),
        ("faux.png", PDF, "n’est pas celui"),
        ("page.txt", b"<script>alert(1)</script>", "n’est pas celui"),
        ("binaire.md", b"abc\0def", "n’est pas celui"),
        ("archive.docx", packed("a.txt"), "n’est pas celui"),
        ("cassé.xlsx", b"PK\x03\x04rien", "n’est pas celui"),
        ("bombe.xlsx", packed("xl/a.xml", content="0" * (201 * 1024 * 1024)), "n’est pas celui"),
        ("double.pdf", PDF + packed("word/x"), "n’est pas celui"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_what_is_no_document_or_not_what_it_says_is_refused(name, data, why):
    with pytest.raises(Refused, match=why):
        documents.keep("proofs", name, data)


def test_a_name_that_is_a_path_keeps_its_last_part():
    assert documents.keep("proofs", "..\\..\\etc/passwd.txt", b"abc").name == "passwd.txt"


def test_a_file_that_changed_is_told():
    kept = documents.keep("proofs", "a.txt", b"abc")
    lies = documents.path("proofs", kept.sha256)
    lies.chmod(0o600)
    lies.write_bytes(b"abd")

    assert not documents.is_intact("proofs", kept.sha256)
    assert not documents.is_intact("proofs", "0" * 64)
