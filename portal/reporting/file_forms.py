"""The forms in which figures are handed over as a file."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

from portal.domain.errors import UnknownFileFormError


class FileForm(NamedTuple):
    """What a form is called, its media type, and the library without which it is not offered."""

    name: str
    kind: str
    needs: str = ""


FILE_FORMS = {
    "csv": FileForm("CSV", "text/csv; charset=utf-8"),
    "xlsx": FileForm("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": FileForm("ODS", "application/vnd.oasis.opendocument.spreadsheet"),
    "json": FileForm("JSON", "application/json"),
    "parquet": FileForm("Parquet", "application/vnd.apache.parquet", needs="pyarrow"),
}
"""Each by what an address asks for, which is the ending of the file as well."""

SEPARATORS = {"fr": ";", "en": ","}
"""What parts the columns of a CSV file: spreadsheets read it as their language does."""


def forms_offered() -> dict[str, FileForm]:
    """Return the forms that this portal can write."""
    return {
        code: form
        for code, form in FILE_FORMS.items()
        if not form.needs or find_spec(form.needs) is not None
    }


def form_asked(code: str) -> FileForm:
    """Return the form of this code; raise UnknownFileFormError where it is not offered."""
    try:
        return forms_offered()[code]
    except KeyError:
        raise UnknownFileFormError(code) from None
