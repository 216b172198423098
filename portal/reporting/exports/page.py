"""The page that hands the portrait over as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, abort, make_response, request

from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.features import Pages
from portal.pages.languages import localized, page_language
from portal.reporting.exports import as_csv, as_json, as_ods, as_parquet, as_xlsx
from portal.reporting.exports.contents import Contents, contents_of
from portal.reporting.file_forms import form_asked
from portal.reporting.pages.portrait import asked_portrait
from portal.reporting.questions import question_of

pages = Pages("overview")

_WRITTEN: Mapping[str, Callable[[Contents], bytes]] = {
    "csv": as_csv.written,
    "xlsx": as_xlsx.written,
    "ods": as_ods.written,
    "json": as_json.written,
    "parquet": as_parquet.written,
}


@localized(pages, fr="/portrait/exports", en="/overview/exports")
@requires(Permission.SEE_OVERVIEW)
def export() -> Response:
    """Hand over exactly what a page shows, in the form asked for, else as CSV.

    Where no page is asked for it is all of them.
    """
    code = request.args.get("format", "csv")
    question = question_of(request.args.get("page", ""))
    if question is None:
        abort(404)
    form, contents = form_asked(code), contents_of(asked_portrait(question))
    answer = make_response(_WRITTEN[code](contents))
    answer.headers["Content-Type"] = form.kind
    answer.headers["Content-Language"] = page_language()
    answer.headers["Content-Disposition"] = f"attachment; filename={contents.name}.{code}"
    return answer
