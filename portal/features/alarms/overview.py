"""Alarms of all agencies that somebody may see; those about several are responded to here."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.permissions import Permission, may_everywhere
from portal.features.alarms.actions import respond_to_alarm as respond
from portal.features.alarms.queries import alarm, alarms_of
from portal.features.alarms.rules import ACROSS
from portal.features.alarms.shown import REASON_FIELD, note_missing_response, shown_alarm
from portal.pages.current import portal_zone, runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.pages.typed import typed_text

pages = Pages("overview")


@localized(pages, fr="/portrait/alertes", en="/overview/alarms")
@requires(Permission.SEE_ALARMS)
def alarms() -> ResponseReturnValue:
    """List every alarm that the person may see, those that wait for an answer first."""
    with runtime().reading(current_actor()) as session:
        found = alarms_of(session, None)
    return render_template(
        "alarms/overview_alarms.html",
        alarms=[shown_alarm(one) for one in found],
        may_set_rules=may_everywhere(current_actor(), Permission.SET_ALARM_RULES),
        zone=portal_zone(),
    )


@localized(
    pages, fr="/portrait/alertes/<int:alarm>", en="/overview/alarms/<int:alarm>", endpoint="alarm"
)
@requires(Permission.SEE_ALARMS, everywhere=True)
def one_alarm(alarm: int) -> ResponseReturnValue:
    """Show an alarm about several agencies, and ask what is done about it."""
    return _page(alarm, Problems())


@localized(
    pages,
    fr="/portrait/alertes/<int:alarm>",
    en="/overview/alarms/<int:alarm>",
    endpoint="respond_to_alarm",
    methods=["POST"],
)
@requires(Permission.RESPOND_TO_ALARMS, everywhere=True)
def respond_to_alarm(alarm: int) -> ResponseReturnValue:
    """Keep what is done about an alarm of several agencies, once."""
    problems = Problems([REASON_FIELD])
    try:
        with runtime().acting(current_actor()) as work:
            respond(work, ACROSS, alarm, typed_text(REASON_FIELD))
    except IncompleteError as error:
        note_missing_response(problems, error)
        return _page(alarm, problems), 422
    except TransitionNotAllowedError:
        return _page(alarm, problems), 409
    flash(gettext("C’est noté : l’alerte n’attend plus de réponse."))
    return redirect(url_for(".alarms"), 303)


def _page(alarm_id: int, problems: Problems) -> str:
    with runtime().reading(current_actor()) as session:
        found = alarm(session, ACROSS, alarm_id)
    return render_template(
        "alarms/overview_alarm.html",
        one=shown_alarm(found),
        problems=problems,
        typed=request.form,
        may_respond=may_everywhere(current_actor(), Permission.RESPOND_TO_ALARMS),
        zone=portal_zone(),
    )
