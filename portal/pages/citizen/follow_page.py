"""The page of a complaint for whoever filed it: where it is, who acts next, by when."""

from __future__ import annotations

from io import BytesIO

from flask import abort, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.queries.following import document_to_download
from portal.domain.actor import complainant
from portal.domain.complaint import ReplyBy
from portal.gateways.file_store import FileMissingError
from portal.pages.citizen import bp
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import ON_FOLLOWED, MoreHistory, shown_parts
from portal.pages.citizen.followers import followed_id, follows, forget_followed, remember_followed
from portal.pages.current import gettext, runtime
from portal.pages.features import added
from portal.pages.languages import localized
from portal.pages.shown.history_words import Around, Happened, explained_dates, worded_history
from portal.words.statuses import FINDINGS

_SHOWN_OF_AN_ADDRESS = 3


@localized(bp, fr="/suivi/<number>", en="/follow/<number>")
@public
@follows
def followed(number: str, complaint_id: int) -> ResponseReturnValue:
    """Show where the complaint is, what is expected of whom, and all that happened."""
    summary = opened_summary(number, complaint_id)
    complaint = summary.complaint
    return render_template(
        "citizen/followed.html",
        summary=summary,
        complaint=complaint,
        facts=complaint.facts,
        agency=summary.agency,
        category=summary.agency.consult().category(complaint.category),
        history=_history(summary),
        findings={code: gettext(words) for code, words in FINDINGS.items()},
        explained=explained_dates(complaint.clocks, summary.calendar),
        question=complaint.last_text("asked"),
        answer=complaint.last_text("answered"),
        masked_email=_masked(complaint.contact.email)
        if complaint.contact.reply_by is ReplyBy.EMAIL
        else "",
        parts=shown_parts(ON_FOLLOWED, summary),
    )


@localized(
    bp,
    fr="/suivi/<number>/documents/<int:document>",
    en="/follow/<number>/documents/<int:document>",
)
@public
def download(number: str, document: int) -> ResponseReturnValue:
    """Give out a document of the complaint as a file, never as a page of the portal."""
    complaint_id = followed_id(number)
    if complaint_id is None:
        return redirect(url_for(".follow", numero=number), 303)
    remember_followed(number, complaint_id)
    with runtime().reading(complainant(complaint_id)) as session:
        stored = document_to_download(session, complaint_id, document)
    if stored is None:
        abort(404)
    try:
        content = runtime().files.get(stored.file_key)
    except FileMissingError:
        abort(404)
    return send_file(
        BytesIO(content),
        mimetype=stored.content_type,
        as_attachment=True,
        download_name=stored.name,
        etag=False,
    )


@localized(bp, fr="/suivi/<number>/quitter", en="/follow/<number>/leave", methods=["POST"])
@public
def leave(number: str) -> ResponseReturnValue:
    """Close the complaint on this device; its code opens it again."""
    forget_followed(number)
    return redirect(url_for(".follow"), 303)


def _history(summary: CaseSummary) -> list[Happened]:
    """Return all that the complainant is told of, newest first."""
    own = worded_history(summary.complaint.history, Around(summary.path, summary.recourses))
    adding = added(MoreHistory)
    added_lines = [line for addition in adding for line in addition.lines(summary)]
    return (
        sorted([*own, *added_lines], key=lambda line: line.at, reverse=True) if added_lines else own
    )


def _masked(email: str) -> str:
    """Return an address that its owner recognises and nobody else learns: m.g•••@exemple.org."""
    name, _, domain = email.partition("@")
    return f"{name[:_SHOWN_OF_AN_ADDRESS]}•••@{domain}" if domain else ""
