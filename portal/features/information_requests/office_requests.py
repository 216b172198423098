"""What the complaints service asks of whoever is signed in: their list, and the page to answer.

They may see nothing else of the complaint: these pages read the request alone.
"""

from __future__ import annotations

from functools import partial

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.accounts import record_opening
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.domain.typed import is_blank
from portal.features.information_requests.actions import give
from portal.features.information_requests.pages import Awaited, awaited_by
from portal.features.information_requests.queries import (
    AskedRequest,
    count_asked_of_me,
    request_asked_of,
    requests_asked_of,
)
from portal.pages.actions.engine import Act, ActionPage, Form, Outcome, Subject, add_action
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.words.catalogue import to_translate

pages = Pages("office")

_ROOM = 60
"""How many letters of a question the list has room for."""


class ListedRequest(Struct, frozen=True):
    """A request in the list: the beginning of its question, and how many days are left."""

    id: int
    number: str
    question: str
    asked_by: str
    awaited: Awaited


class OpenedRequest(Struct, frozen=True):
    """A request of the person as it was when the page was asked for."""

    agency: Agency
    asked: AskedRequest


@pages.app_context_processor
def _waiting() -> dict[str, object]:
    """Let templates lead to what is asked of the person, where anything is."""

    def requests_waiting(agency: str) -> int:
        return runtime().read(current_actor(), count_asked_of_me, agency)

    return {"requests_waiting": requests_waiting}


@localized(pages, fr="/gestion/<agency>/demandes", en="/office/<agency>/requests")
@requires(Permission.INFORM, agency_from="agency")
def requests(agency: str) -> ResponseReturnValue:
    """List what is asked of the person in an agency, the soonest first."""
    where, actor = runtime().agencies.agency(agency), current_actor()
    asked = runtime().read(actor, requests_asked_of, actor, agency)
    listed = [_listed(where, request) for request in asked]
    listed.sort(key=lambda request: (request.awaited.day, request.id))
    return render_template("information_requests/requests.html", agency=where, requests=listed)


@localized(
    pages,
    fr="/gestion/<agency>/demandes/<int:request_id>",
    en="/office/<agency>/requests/<int:request_id>",
)
@requires(Permission.INFORM, agency_from="agency")
def asked_request(agency: str, request_id: int) -> ResponseReturnValue:
    """Show what is asked, and what of the complaint is released for it."""
    return _page(_opened(agency, request_id), Outcome())


def _opened(agency: str, request_id: int, what: str = "information_request") -> OpenedRequest:
    """Open a request of the person, and write down that they opened it."""
    portal, actor = runtime(), current_actor()
    asked = portal.read(actor, request_asked_of, actor, agency, request_id)
    if asked is None:
        abort(404)
    reader, page = current_user.user_id, "information_request"
    record_opening(portal.database, reader, [asked.complaint_id], page, portal.now())
    return OpenedRequest(portal.agencies.agency(agency), asked)


def _give(_opened: OpenedRequest, form: Form, problems: Problems) -> Act:
    body = form.get("body", "")
    if is_blank(body):
        problems.add("body", gettext("Écrivez votre réponse"))
    return partial(give, body=body, by=current_actor())


def _page(opened: OpenedRequest, outcome: Outcome) -> str:
    where, asked = opened.agency, opened.asked
    return render_template(
        "information_requests/request.html",
        agency=where,
        asked=asked,
        awaited=_awaited(where, asked),
        zone=where.zone,
        problems=outcome.problems,
        body=request.form.get("body", ""),
    )


def _listed(agency: Agency, asked: AskedRequest) -> ListedRequest:
    words = " ".join(asked.question.split())
    question = words if len(words) <= _ROOM else words[: _ROOM - 1].rsplit(" ", 1)[0] + "…"
    return ListedRequest(asked.id, asked.number, question, asked.asked_by, _awaited(agency, asked))


def _awaited(agency: Agency, asked: AskedRequest) -> Awaited:
    calendar, now = agency.consult().calendar(), runtime().now()
    return awaited_by(asked, calendar, now, from_first=asked.is_passed_on)


REQUEST: Subject[OpenedRequest] = Subject(
    fr="/gestion/<agency>/demandes/<int:request_id>",
    en="/office/<agency>/requests/<int:request_id>",
    opened=_opened,
    change=lambda opened, act, _seen: runtime().change(
        PORTAL, opened.asked.number, partial(act, request_id=opened.asked.id)
    ),
    url=lambda opened: url_for("office.requests", agency=opened.agency.code),
)

add_action(
    pages,
    ActionPage(
        REQUEST,
        "answer_request",
        "",
        "",
        Permission.INFORM,
        to_translate("Réponse envoyée au service des plaintes."),
        _give,
        stands_on=_page,
    ),
)
