"""The documents of a complaint, handed out one by one to those who may see it."""

from __future__ import annotations

from io import BytesIO

from flask import abort, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.people.accounts import record_opening
from portal.complaints.queries.case_file import complaint_id_of, documents_of
from portal.complaints.queries.case_rows import Document
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.pages.office.blueprints import bp


@localized(
    bp,
    fr="/gestion/<agency>/plaintes/<number>/documents/<int:document_id>",
    en="/office/<agency>/complaints/<number>/documents/<int:document_id>",
)
@requires(Permission.SEE_COMPLAINTS, agency_from="agency")
def document(agency: str, number: str, document_id: int) -> ResponseReturnValue:
    """Hand out a document as a download; browsers never open it by themselves."""
    found = _opened(agency, number, document_id)
    return send_file(
        BytesIO(runtime().files.get(found.file_key)),
        mimetype=found.content_type,
        as_attachment=True,
        download_name=found.name,
    )


def _opened(agency: str, number: str, document_id: int) -> Document:
    portal = runtime()
    with portal.reading(current_actor()) as session:
        complaint_id = complaint_id_of(session, agency, number)
        documents = documents_of(session, complaint_id)
    found = next((one for one in documents if one.id == document_id), None)
    if found is None:
        abort(404)
    with portal.transaction(current_actor()) as session:
        record_opening(session, current_user.user_id, complaint_id, "document", portal.now())
    return found
