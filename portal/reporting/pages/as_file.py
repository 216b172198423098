"""A page of figures that is asked for as a file: it leads to the file, or there is none such.

Every page of figures answers `?format=` so, the public ones and one figure alone among them.
"""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import UnknownFileFormError
from portal.pages.features import Pages
from portal.reporting.file_forms import form_asked
from portal.reporting.pages.public_figures import read_quarter
from portal.reporting.questions import EVERYTHING, QUESTIONS

pages = Pages("overview")
public_pages = Pages("statistics")

_EXPORT = "overview.export"
_FILES = "statistics.open_data"
_PUBLIC_FILES = {"csv": "open_data_csv", "json": "open_data_json"}
"""Where the public finds each form: a published quarter, of every agency."""


@pages.before_request
def lead_to_file() -> ResponseReturnValue | None:
    """Lead whoever asks for a page in some form to its file; refuse a form that is not offered."""
    code = request.args.get("format")
    if code is None or request.endpoint == _EXPORT:
        return None
    form_asked(code)
    asked = {**request.args.to_dict(), "page": _page()}
    return redirect(url_for(_EXPORT, **asked), 303)  # type: ignore[arg-type]


@public_pages.before_request
def lead_to_open_data() -> ResponseReturnValue | None:
    """Lead whoever asks for a public page in some form to the open data of its quarter."""
    code = request.args.get("format")
    if code is None:
        return None
    if code not in _PUBLIC_FILES:
        raise UnknownFileFormError(code)
    if (request.endpoint or "").startswith(_FILES):
        return None
    quarter = read_quarter(request.args.get("periode", "")).rstrip("?")
    return redirect(url_for(f"statistics.{_PUBLIC_FILES[code]}", quarter=quarter), 303)


def _page() -> str:
    """Return which page is asked for; that of one figure is the page on which it stands."""
    figure = (request.view_args or {}).get("figure")
    for question in QUESTIONS:
        if question.served:
            continue
        if question.endpoint == request.endpoint or (figure and figure in question.figures):
            return question.code
    return EVERYTHING.code
