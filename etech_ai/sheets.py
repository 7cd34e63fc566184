"""Tables in and out: CSV, XLSX, and reading either without running anything.

A file that is read is never trusted: formulas, macros, huge or broken files are refused with a sentence.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from etech_ai.verdicts import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 60
BROKEN = (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError)
ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
"""Control characters that a workbook may not hold."""

Row = Sequence[str]


def _openpyxl() -> Any:
    """Loaded at the first workbook: it weighs on every process, and few pages need it."""
    return import_module("openpyxl")


def csv_lines(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Semicolons and a byte order mark, as French spreadsheets open it, line by line."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(head)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def workbook(title: str, head: Row, rows: Iterable[Row]) -> bytes:
    """An XLSX file. Every cell is text, so nothing in it runs."""
    book = _openpyxl().Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in chain([head], rows):
        sheet.append([_text_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(name: str, data: bytes) -> list[tuple[int, list[str]]]:
    """The rows that hold something, each with its line number, from a CSV or XLSX file.

    Raises Refused for another kind of file, one that is too large, empty or broken, and for a formula.
    """
    if len(data) > LARGEST_FILE:
        raise Refused(_("Ce fichier dépasse 5 Mo : importez-le en plusieurs fois."))
    ending = name.lower().rpartition(".")[2]
    if ending not in ("csv", "xlsx"):
        raise Refused(_("Choisissez un fichier CSV ou XLSX."))
    rows = list(_capped(_csv_rows(data) if ending == "csv" else _xlsx_rows(data)))
    if not rows:
        raise Refused(_("Ce fichier ne contient aucune ligne."))
    return rows


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is quoted."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def plain(cell: str) -> str:
    """What `harmless` quoted, as it was."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


class _Echo:
    """What csv writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def _text_cell(sheet: Any, value: str) -> Any:
    cell = import_module("openpyxl.cell").WriteOnlyCell(sheet, value=value.translate(ILLEGAL))
    cell.data_type = "s"
    return cell


def _capped(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    kept = 0
    for line, cells in rows:
        told = [plain(cell.strip()) for cell in cells[:MOST_COLUMNS]]
        if not any(told):
            if line > 10 * MOST_ROWS:
                return
            continue
        kept += 1
        if kept > MOST_ROWS + 1:
            words = {"most": MOST_ROWS}
            raise Refused(
                _("Ce fichier compte plus de %(most)s lignes : importez-le en plusieurs fois.") % words
            )
        yield line, told


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1
        )
    except csv.Error as error:
        raise Refused(
            _("Ce fichier CSV est abîmé : enregistrez-le à nouveau depuis votre tableur.")
        ) from error


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise Refused(_("Ce fichier n’est pas un texte : enregistrez-le en CSV depuis votre tableur."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("Ce fichier n’est pas un texte : enregistrez-le en CSV depuis votre tableur."))


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        _refuse_bomb(data)
        book = _openpyxl().load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for line, cells in enumerate(sheet.iter_rows(), start=1):
            yield line, [_told(cell) for cell in cells]
    except (*BROKEN, IndexError) as error:
        raise Refused(_("Ce classeur ne se lit pas : enregistrez-le à nouveau en XLSX.")) from error


def _refuse_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(item.file_size for item in packed.infolist()) > LARGEST_UNPACKED:
            raise Refused(_("Ce classeur est trop grand une fois ouvert : importez-le en plusieurs fois."))


def _told(cell: Any) -> str:
    value = cell.value
    if cell.data_type == "f" or (isinstance(value, str) and value.startswith("=") and cell.data_type != "s"):
        raise Refused(
            _("La cellule %(cell)s contient une formule : collez les valeurs seules, puis importez.")
            % {"cell": cell.coordinate}
        )
    if value is None:
        return ""
    return value.date().isoformat() if hasattr(value, "date") else str(value)
