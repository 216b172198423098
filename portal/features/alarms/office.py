"""The alarms of an agency: the figures, the rule that fired, and what is done about each."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.permissions import Permission
from portal.features.alarms.actions import respond_to_alarm as respond
from portal.features.alarms.queries import LISTED_AT_MOST, alarm, alarms_of
from portal.features.alarms.shown import (
    LINK_FIELD,
    REASON_FIELD,
    note_missing_response,
    shown_alarm,
)
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.pages.typed import typed_text

pages = Pages("office")


@localized(pages, fr="/gestion/<agency>/alertes", en="/office/<agency>/alarms")
@requires(Permission.SEE_ALARMS, agency_from="agency")
def alarms(agency: str) -> ResponseReturnValue:
    """List the alarms of an agency, those that wait for an answer first."""
    where = runtime().agencies.agency(agency)
    with runtime().reading(current_actor()) as session:
        found = alarms_of(session, agency)
    return render_template(
        "alarms/list.html",
        agency=where,
        alarms=[shown_alarm(one) for one in found],
        zone=where.consult().calendar().zone,
    )


@localized(
    pages,
    fr="/gestion/<agency>/alertes/<int:alarm>",
    en="/office/<agency>/alarms/<int:alarm>",
    endpoint="alarm",
)
@requires(Permission.SEE_ALARMS, agency_from="agency")
def one_alarm(agency: str, alarm: int) -> ResponseReturnValue:
    """Show an alarm, and ask what is done about it."""
    return _page(agency, alarm, Problems())


@localized(
    pages,
    fr="/gestion/<agency>/alertes/<int:alarm>",
    en="/office/<agency>/alarms/<int:alarm>",
    endpoint="respond_to_alarm",
    methods=["POST"],
)
@requires(Permission.RESPOND_TO_ALARMS, agency_from="agency")
def respond_to_alarm(agency: str, alarm: int) -> ResponseReturnValue:
    """Keep what is done about an alarm, once."""
    problems, linked = Problems([LINK_FIELD, REASON_FIELD]), request.form.get(LINK_FIELD, "")
    try:
        with runtime().acting(current_actor()) as work:
            chosen = int(linked) if linked.isdecimal() else None
            respond(work, agency, alarm, typed_text(REASON_FIELD), chosen)
    except IncompleteError as error:
        note_missing_response(problems, error)
        return _page(agency, alarm, problems), 422
    except TransitionNotAllowedError:
        return _page(agency, alarm, problems), 409
    flash(gettext("C’est noté : l’alerte n’attend plus de réponse."))
    return redirect(url_for(".alarms", agency=agency), 303)


def _page(agency: str, alarm_id: int, problems: Problems) -> str:
    where = runtime().agencies.agency(agency)
    with runtime().reading(current_actor()) as session:
        found = alarm(session, agency, alarm_id)
        offered = runtime().features.changes.of_agency(session, agency, LISTED_AT_MOST)
    return render_template(
        "alarms/office_alarm.html",
        agency=where,
        one=shown_alarm(found),
        recommendations=offered,
        problems=problems,
        typed=request.form,
        zone=where.consult().calendar().zone,
    )
