"""The page of one complaint: what to do now, what was said, what may be done."""

from __future__ import annotations

from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.auth.access import requires
from portal.domain.complaint import Status
from portal.domain.lifecycle import Action, is_possible
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.contact_limits.case_part import shown_limits
from portal.features.groups.office.similar import likeness_of
from portal.features.information_requests.case_part import open_requests
from portal.features.joint_answers.case_part import named_when_filed, whole_words
from portal.features.joint_answers.shown import part_lines
from portal.features.recommendations.office.words import recommendations_of
from portal.features.transfers.words import TRAVELLING
from portal.pages.current import current_language, runtime
from portal.pages.languages import localized
from portal.pages.office.actions.models import offered_models, with_model
from portal.pages.office.actions.pausing import pauses_to_choose
from portal.pages.office.blueprints import bp
from portal.pages.office.case.answers import answers
from portal.pages.office.case.levels import levels
from portal.pages.office.case.next_step import next_step
from portal.pages.office.case.offered import possible_actions, protection_name
from portal.pages.office.case.opened import OpenedCase, opened_case
from portal.pages.office.case.outgoing import Returned, on_its_way, returned, returned_form
from portal.pages.office.case.presence import others_here
from portal.pages.office.case.timeline import TABS, in_tab, lines, tab_counts
from portal.pages.office.wording import (
    CHANNELS,
    FILED_FOR,
    LANGUAGES,
    ORIGINS,
    REPLY_BY,
    reprisal_tag,
    state_tag,
    urgency_tag,
    worded,
)
from portal.pages.shown.explanations import explained_dates
from portal.pages.shown.units import unit_names
from portal.words.findings import FINDINGS

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
    return render_template(
        "office/case.html",
        case=opened,
        agency=opened.agency,
        step=next_step(opened),
        state=state_tag(opened.complaint.status, opened.complaint.last_event),
        reprisal_tag=reprisal_tag(),
        protection=protection_name(opened),
        tab=tab if tab in TABS else TABS[0],
        tabs=tab_counts(opened, history),
        lines=in_tab(history, tab),
        levels=levels(opened),
        requests=open_requests(opened),
        explained=explained_dates(opened.file.kept_clocks, opened.advice.calendar),
        facts=_facts(opened),
        unit=_unit(opened),
        answers=answers(opened),
        criteria=_criteria(opened),
        writing=writing,
        kinds=_kinds(opened),
        models=offered_models(opened, writing),
        pauses=pauses_to_choose(opened),
        typed=typed,
        body=with_model(opened, writing, typed),
        waiting=on_its_way(opened),
        returned=back,
        actions=possible_actions(opened),
        others=others_here(opened),
        parts=part_lines(opened.file.parts),
        named=named_when_filed(opened),
        whole=whole_words(opened),
        recommendations=recommendations_of(opened),
        kept_out=_kept_out(opened),
        limits=shown_limits(opened),
        urgent_tag=urgency_tag(opened.complaint.urgency, opened.complaint.urgent_since is not None)
        if opened.looks_urgent or opened.complaint.urgent_since
        else None,
        likeness=likeness_of(opened),
    )


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
    asked = pressed or request.args.get("ecrire") or (back and back.written)
    return asked if asked in kinds else next(iter(kinds), None)


def _typed(case: OpenedCase, writing: str | None, back: Returned | None) -> MultiDict[str, str]:
    """Return what was typed here, or what came back when its sending was stopped."""
    if request.method == "POST" or back is None or back.written != writing:
        return request.form
    return returned_form(case, back.action)


def _kept_out(case: OpenedCase) -> list[tuple[str, str, datetime]]:
    """Return the name of each person whom it concerns, how that is known, and since when."""
    names = case.file.names
    return [
        (names.get(one.user_id, ""), worded(ORIGINS, one.origin), one.at)
        for one in case.file.kept_out
    ]


def _criteria(case: OpenedCase) -> list[Text]:
    """Return the criteria that the findings rest on, in the words that they had then."""
    named = [one for issue in case.file.issues for one in issue.criteria or ()]
    return list({one["code"]: Text(one["fr"], one["en"]) for one in named}.values())


def _unit(case: OpenedCase) -> Text | None:
    """Return the unit that received it, by its code where the agency no longer has it."""
    code = case.complaint.unit
    return unit_names(case.agency).get(code, Text(code)) if code else None


def _proposed_to(case: OpenedCase) -> str:
    """Return to whom the complaint is proposed while its complainant chooses what travels."""
    if case.pending_transfer is None:
        return ""
    agency = runtime().agencies.agency(case.file.transfers[-1].agency)
    return agency.name.in_(current_language())


def _facts(case: OpenedCase) -> dict[str, str]:
    complaint = case.complaint
    return {
        "assignee": case.file.names.get(complaint.assignee_id or 0, ""),
        "channel": worded(CHANNELS, complaint.channel),
        "language": worded(LANGUAGES, complaint.language),
        "reply_by": worded(REPLY_BY, complaint.reply_by),
        "filed_for": worded(FILED_FOR, complaint.filed_for),
        "finding": worded(FINDINGS, complaint.finding),
        "held": ", ".join(worded(TRAVELLING, each) for each in case.file.held),
        "proposed_to": _proposed_to(case),
    }
