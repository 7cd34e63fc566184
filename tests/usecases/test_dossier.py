"""The chapters of a dossier, without printing them."""

import pytest

from builders.clock import NOW, TODAY
from builders.dossiers import a_queued_dossier
from builders.usecases import a_use_case
from compliance.services.dossiers import cover_of
from usecases import dossier
from usecases.services import obligations, proofs

LITERACY = "ob_art4_literacy"


@pytest.fixture
def use_case(house):
    return a_use_case(house, "high_risk")


def _content(house, use_case):
    return dossier.compose(use_case, cover_of(a_queued_dossier(house, use_case), NOW))


def _row(content, article):
    (table,) = content.chapters[2].tables
    return next([cell.text for cell in row] for row in table.rows if row[0].text.startswith(article))


def test_a_waived_obligation_is_told_as_such_with_its_reason(house, use_case):
    given = {"state": "waived", "note": "Couverte par le client.", "by": house.dan, "today": TODAY}
    obligations.mark(use_case, obligation=LITERACY, **given)

    row = _row(_content(house, use_case), "Art. 4")
    assert "Écartée" in row
    assert "Couverte par le client." in row


def test_what_shows_that_an_obligation_is_met_stands_beside_it_with_its_digest(house, use_case):
    given = {"obligation": LITERACY, "by": house.ana, "today": TODAY}
    proof = proofs.add_file(use_case, title="Feuille", name="presence.pdf", data=b"%PDF-1.7 x", **given)
    proofs.withdraw(
        proofs.add_text(use_case, kind="note", title="Faux", text="x", **given), by=house.ana, today=TODAY
    )

    content = _content(house, use_case)
    assert proof.sha256[:16] in _row(content, "Art. 4")[3]
    told = next(row for row in content.facts["obligations"] if row["id"] == LITERACY)
    assert [row["sha256"] for row in told["proofs"]] == [proof.sha256]


def test_what_is_not_validated_is_said_on_the_first_page(house, use_case):
    assert "n’est pas validé" in _content(house, use_case).chapters[0].warning
