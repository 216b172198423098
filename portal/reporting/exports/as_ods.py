"""Figures as a spreadsheet of LibreOffice, written piece by piece: never held as a whole tree.

The form is OpenDocument 1.3 (OASIS): a ZIP archive whose first entry is its kind, stored as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from portal.pages.current import gettext
from portal.reporting.exports.contents import Contents, Row, Table, Value
from portal.reporting.file_forms import FILE_FORMS

_KIND = FILE_FORMS["ods"].kind
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' office:version="1.3"'
)
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
_MANIFEST = (
    f"{_DECLARED}<manifest:manifest"
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
"""Control characters, which no XML may hold."""


def written(contents: Contents) -> bytes:
    """Return the file: a sheet that says what it is, then one for each table."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("mimetype"), _KIND, ZIP_STORED)
        with archive.open("content.xml", "w") as content:
            for piece in _content(contents):
                content.write(piece.encode())
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return file.getvalue()


def _content(contents: Contents) -> Iterator[str]:
    numbers = [line for table in contents.tables[:1] for line in _lines(table)]
    yield f"{_DECLARED}<office:document-content {_NAMES}><office:body><office:spreadsheet>"
    yield from _sheet(gettext("À propos"), [*contents.heading, (), *numbers])
    for table in contents.tables[1:]:
        yield from _sheet(table.code, _lines(table))
    yield "</office:spreadsheet></office:body></office:document-content>"


def _lines(table: Table) -> Iterator[Row]:
    if table.title:
        yield from ((table.title,), (table.unit,), ())
    yield table.columns
    yield from table.rows()


def _sheet(name: str, rows: list[Row] | Iterator[Row]) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(name)}>"
    for row in rows:
        cells = "".join(map(_cell, row)) or "<table:table-cell/>"
        yield f"<table:table-row>{cells}</table:table-row>"
    yield "</table:table>"


def _cell(value: Value) -> str:
    if value == "":
        return "<table:table-cell/>"
    words = escape(str(value).translate(_UNWRITABLE))
    kind = f'"float" office:value="{value}"' if isinstance(value, int) else '"string"'
    return f"<table:table-cell office:value-type={kind}><text:p>{words}</text:p></table:table-cell>"
