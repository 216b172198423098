"""The page of one complaint: what to do now, what was said, what may be done; its documents."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.accounts import record_opening
from portal.complaints.queries.case_file import complaint_id_of, documents_of
from portal.complaints.queries.case_rows import Document
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.features import added
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.office.case.acting import others_here
from portal.pages.office.case.contributions import CaseTag, parts_at
from portal.pages.office.case.drafting import offered_models, pauses_to_choose, with_model
from portal.pages.office.case.next_step import next_step
from portal.pages.office.case.offered import offer_words, offered
from portal.pages.office.case.opened import OpenedCase, opened_case
from portal.pages.office.case.outgoing import Returned, on_its_way, returned, returned_form
from portal.pages.office.case.summary import answers, criteria, facts, levels, unit
from portal.pages.office.case.timeline import TABS, in_tab, lines, tab_counts
from portal.pages.office.wording import (
    Tag,
    state_tag,
)
from portal.pages.shown.explanations import explained_dates

WRITING = {
    "reponse": Permission.ANSWER,
    "question": Permission.ASK,
    "note": Permission.NOTE,
}


@localized(
    bp,
    fr="/gestion/<agency>/plaintes/<number>",
    en="/office/<agency>/complaints/<number>",
    methods=("GET", "POST"),
)
@requires(Permission.SEE_COMPLAINTS, agency_from="agency")
def case(agency: str, number: str) -> ResponseReturnValue:
    """Show a complaint. A POST only changes what is being written: nothing is sent by it."""
    opened = opened_case(agency, number, "case")
    history = lines(opened)
    tab = request.args.get("onglet", TABS[0])
    back = returned(opened)
    writing = _writing(opened, back)
    typed = _typed(opened, writing, back)
    offers = offered(opened)
    return render_template(
        "office/case.html",
        case=opened,
        agency=opened.agency,
        step=next_step(opened),
        state=state_tag(opened.complaint.status, opened.complaint.last_event),
        tags=_tags(opened),
        tab=tab if tab in TABS else TABS[0],
        tabs=tab_counts(opened, history),
        lines=in_tab(history, tab),
        levels=levels(opened),
        explained=explained_dates(opened.file.kept_clocks, opened.advice.calendar),
        facts=facts(opened),
        unit=unit(opened),
        answers=answers(opened),
        criteria=criteria(opened),
        writing=writing,
        kinds=_kinds(opened),
        models=offered_models(opened, writing),
        pauses=pauses_to_choose(opened),
        typed=typed,
        body=with_model(opened, writing, typed),
        waiting=on_its_way(opened),
        returned=back,
        actions=[(offer.name, offer_words(opened, offer)) for offer in offers],
        next_actions=[
            (offer.name, offer_words(opened, offer)) for offer in offers if offer.comes_next
        ],
        others=others_here(opened),
        parts_at=partial(parts_at, opened),
    )


def _tags(case: OpenedCase) -> list[Tag]:
    """Return what features mark the complaint with."""
    tags = (mark.tag(case) for mark in added(CaseTag))
    return [tag for tag in tags if tag is not None]


def _kinds(case: OpenedCase) -> list[str]:
    """Return what the actor may write: only notes after the end, and while a text is leaving."""
    kinds = [kind for kind, permission in WRITING.items() if case.may(permission)]
    if case.is_first_handler:
        kinds = [kind for kind in kinds if kind != "reponse"]
    if not case.complaint.is_open or case.is_sending:
        return [kind for kind in kinds if kind == "note"]
    if not is_possible(Status(case.complaint.status), Action.ASK):
        waits = case.complaint.status == Status.WAITING
        return [kind for kind in kinds if kind != "question" or waits]
    return kinds


def _writing(case: OpenedCase, back: Returned | None) -> str | None:
    kinds = _kinds(case)
    pressed = request.form.get("kind") or request.form.get("insert")
    kind = pressed or request.args.get("ecrire") or (back and back.written)
    return kind if kind in kinds else next(iter(kinds), None)


def _typed(case: OpenedCase, writing: str | None, back: Returned | None) -> MultiDict[str, str]:
    """Return what was typed here, or what came back when its sending was stopped."""
    if request.method == "POST" or back is None or back.written != writing:
        return request.form
    return returned_form(case, back.action)


@localized(
    bp,
    fr="/gestion/<agency>/plaintes/<number>/documents/<int:document_id>",
    en="/office/<agency>/complaints/<number>/documents/<int:document_id>",
)
@requires(Permission.SEE_COMPLAINTS, agency_from="agency")
def document(agency: str, number: str, document_id: int) -> ResponseReturnValue:
    """Hand out a document as a download; browsers never open it by themselves."""
    kept = _opened(agency, number, document_id)
    return send_file(
        BytesIO(runtime().files.get(kept.file_key)),
        mimetype=kept.content_type,
        as_attachment=True,
        download_name=kept.name,
    )


def _opened(agency: str, number: str, document_id: int) -> Document:
    portal = runtime()
    with portal.reading(current_actor()) as session:
        complaint_id = complaint_id_of(session, agency, number)
        documents = documents_of(session, complaint_id)
    kept = next(
        (kept_document for kept_document in documents if kept_document.id == document_id), None
    )
    if kept is None:
        abort(404)
    with portal.transaction(current_actor()) as session:
        record_opening(session, current_user.user_id, complaint_id, "document", portal.now())
    return kept
