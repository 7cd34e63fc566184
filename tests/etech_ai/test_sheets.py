import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from etech_ai import sheets
from etech_ai.verdicts import Refused


def _workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_is_written_reads_back_the_same():
    rows = [["Titre", "Note"], ["Revue", "=1+1"], ["Été ; hiver", "-5"]]

    lines = "".join(sheets.csv_lines(rows[0], rows[1:])).encode()
    book = sheets.workbook("essai", rows[0], rows[1:])

    assert [cells for _, cells in sheets.read("a.csv", lines)] == rows
    assert [cells for _, cells in sheets.read("a.xlsx", book)] == rows


def test_a_written_cell_never_runs():
    book = load_workbook(io.BytesIO(sheets.workbook("essai", ["a"], [["=HYPERLINK(1)"]])))

    assert book.active["A2"].data_type == "s"
    assert "'=HYPERLINK(1)" in "".join(sheets.csv_lines(["a"], [["=HYPERLINK(1)"]]))


def test_lines_keep_their_number_and_empty_ones_are_passed_over():
    assert sheets.read("a.csv", b"Titre\n\nRevue\n") == [(1, ["Titre"]), (3, ["Revue"])]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.xlsx", _workbook(["Titre"], ["=1+1"]), "La cellule A2 contient une formule"),
        ("a.csv", b"Titre\n" + b"Revue\n" * (sheets.MOST_ROWS + 1), "plus de 2000 lignes"),
        ("a.xlsx", b"PK\x03\x04 rien", "ne se lit pas"),
        ("a.xlsx", b"\x00\x01\x02", "ne se lit pas"),
        ("a.csv", b"\x00\x01\x02", "n’est pas un texte"),
        ("a.csv", b"", "aucune ligne"),
        ("a.pdf", b"%PDF", "CSV ou XLSX"),
        ("a.csv", b"x" * (sheets.LARGEST_FILE + 1), "dépasse 5"),
        ("a.csv", b'Titre\n"sans fin', "abîmé"),
    ],
    ids=["formula", "rows", "broken zip", "binary", "binary csv", "empty", "pdf", "large", "quote"],
)
def test_a_bad_file_is_refused_with_a_sentence(name, data, told):
    with pytest.raises(Refused, match=told):
        sheets.read(name, data)


def test_a_hundred_thousand_rows_are_refused_without_reading_them_all():
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(100_000):
        sheet.append(["Revue"])
    file = io.BytesIO()
    book.save(file)

    with pytest.raises(Refused, match="plus de 2000 lignes"):
        sheets.read("a.xlsx", file.getvalue())


def test_a_workbook_that_swells_when_opened_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets.LARGEST_UNPACKED + 1))

    with pytest.raises(Refused, match="trop grand une fois ouvert"):
        sheets.read("a.xlsx", file.getvalue())
