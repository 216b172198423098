"""The page of one complaint: what to do now, what was said, what may be done; its documents.

Beside its history it shows levels, answers, facts in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from io import BytesIO
from typing import Any

from flask import abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Struct
from werkzeug.datastructures import MultiDict

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.accounts import record_opening
from portal.complaints.entries import Succeeded
from portal.complaints.queries.case_reads import complaint_id_of, documents_of
from portal.complaints.queries.identity import masking_of
from portal.complaints.queries.post_holders import PostHolder
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.permissions import Permission
from portal.domain.question import Question
from portal.domain.text import Text
from portal.pages.addresses import BACK, address_of, path_in
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import added
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.office.case import OpenedCase, opened_case, others_here
from portal.pages.office.case.calls import newer_number_above
from portal.pages.office.case.contributions import CaseTag, parts_at
from portal.pages.office.case.drafting import offered_models, pauses_to_choose, with_model
from portal.pages.office.case.next_step import next_step
from portal.pages.office.case.offered import offer_words, offered, staged
from portal.pages.office.case.outgoing import Returned, on_its_way, returned, returned_form
from portal.pages.office.case.timeline import TABS, in_tab, lines, tab_counts
from portal.pages.office.wording import CHANNELS, FILED_FOR, LANGUAGES, REPLY_BY, state_tag, worded
from portal.pages.shown.agency import unit_names
from portal.pages.shown.history_words import explained_dates
from portal.pages.shown.written import given_answers
from portal.pages.telling import UNKNOWN
from portal.words.dates import allowance_words, day_words
from portal.words.statuses import FINDINGS

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
    tab = request.args.get("onglet", "tout")
    back, step = returned(opened), next_step(opened)
    kinds = _kinds(opened)
    writing = _writing(kinds, back)
    typed = _typed(opened, writing, back)
    offers = offered(opened)
    return render_template(
        "office/case.html",
        case=opened,
        agency=opened.agency,
        opened_from=_list_it_was_opened_from(agency),
        step=step,
        newer_number=newer_number_above(opened, step.message),
        state=state_tag(opened.complaint.status, opened.complaint.last_event),
        tags=list(filter(None, (mark.tag(opened) for mark in added(CaseTag)))),
        tab=tab if tab in TABS else "tout",
        tabs=tab_counts(opened, history),
        lines=in_tab(history, tab),
        levels=levels(opened),
        explained=explained_dates(
            opened.file.clocks, opened.advice.calendar, opened.complaint.agency
        ),
        facts=facts(opened),
        unit=unit(opened),
        answers=answers(opened),
        criteria=criteria(opened),
        writing=writing,
        kinds=kinds,
        models=offered_models(opened, writing),
        pauses=pauses_to_choose(opened),
        typed=typed,
        body=with_model(opened, writing, typed),
        waiting=on_its_way(opened),
        returned=back,
        actions=[(offer.name, offer_words(opened, offer)) for offer in offers],
        staged_actions=staged(opened, offers),
        next_actions=[
            (offer.name, offer_words(opened, offer)) for offer in offers if offer.comes_next
        ],
        others=others_here(opened),
        parts_at=partial(parts_at, opened),
        scans_documents=runtime().plugins.scan_files,
    )


def _list_it_was_opened_from(agency: str) -> str:
    """Return the address of the list whose row led here: a counted one whole, else its view."""
    came_from = path_in(current_language(), request.args.get(BACK, ""), "GET")
    if came_from.partition("?")[0] == address_of("office.worklist", agency=agency):
        return came_from
    return url_for("office.worklist", agency=agency, vue=request.args.get("vue"))


def _kinds(case: OpenedCase) -> list[str]:
    """Return what the actor may write: only notes after the end, and while a text is leaving."""
    status, is_over = Status(case.complaint.status), not case.complaint.is_open or case.is_sending
    may_ask = status is Status.WAITING or is_possible(status, Action.ASK)
    shut = {"reponse": is_over or case.is_first_handler, "question": is_over or not may_ask}
    return [
        kind
        for kind, permission in WRITING.items()
        if case.may(permission) and not shut.get(kind, False)
    ]


def _writing(kinds: list[str], back: Returned | None) -> str | None:
    """Return what is being written: what was chosen, if it may be; else the first that may be."""
    form = request.form
    pressed = form.get("kind") or form.get("insert")
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
    portal = runtime()
    with portal.reading(current_actor()) as session:
        complaint_id = complaint_id_of(session, agency, number)
        documents = {kept.id: kept for kept in documents_of(session, complaint_id)}
        masked = masking_of(session, agency, [complaint_id])
    kept = documents.get(document_id) or abort(404)
    record_opening(portal.database, current_user.user_id, [complaint_id], "document", portal.now())
    return send_file(
        BytesIO(portal.files.get(kept.file_key)),
        mimetype=kept.content_type,
        as_attachment=True,
        download_name=masked(kept.name),
    )


class Level(Struct, frozen=True):
    """One level, in words."""

    number: int
    title: Text
    holders: str
    when: str
    is_current: bool


def levels(case: OpenedCase) -> list[Level]:
    """Return every level of the complaint's path, the first one first."""
    return [
        Level(
            number=number,
            title=step.title,
            holders=", ".join(holders(case, step.to)) or _nobody_at(case, step.to),
            when=_when(case, number),
            is_current=number == case.complaint.level,
        )
        for number, step in enumerate(case.path, start=1)
    ]


def _nobody_at(case: OpenedCase, post: str) -> str:
    """Return why nobody works at a post: nobody has it, or who does is kept out of this one."""
    if case.file.holders.get(post):
        return gettext("Personne n’y peut traiter cette plainte")
    return gettext("Poste vacant")


def holders(case: OpenedCase, post: str) -> list[str]:
    """Return who holds a post, and who works in the place of those who are away.

    Nobody whom the complaint concerns works there.
    """
    working = (holder.without(case.file.excluded) for holder in case.file.holders.get(post, ()))
    return [_holder(holder) for holder in working if holder is not None]


def _holder(holder: PostHolder) -> str:
    if not holder.is_away:
        return holder.name
    if holder.substitute is None:
        return gettext("%(name)s (absence, personne ne remplace)", name=holder.name)
    return gettext(
        "%(name)s (absence, remplacement : %(substitute)s)",
        name=holder.name,
        substitute=holder.substitute,
    )


def _when(case: OpenedCase, number: int) -> str:
    level, language = case.complaint.level, current_language()
    arrived = {step.to_level: step.at for step in case.file.escalations}
    arrived[1] = arrived.get(1, case.complaint.received_at)
    if number <= level:
        if number not in arrived:
            return gettext("Passé sans arrêt")
        day = day_words(arrived[number].astimezone(case.zone).date(), language)
        return gettext("Depuis le %(day)s", day=day)
    if case.complaint.due_at is None or case.complaint.status == Status.ANSWERED:
        return gettext("Aucun passage prévu")
    clock, within = case.answer_clock, case.path[number - 2].within
    if number == level + 1 and clock is not None and clock.last_day is not None:
        day = day_words(clock.last_day, language)
        return gettext("Après le %(day)s, si aucune réponse", day=day)
    if number == level + 1 or within is None:
        return gettext("Ensuite")
    return gettext("Après %(length)s de plus", length=allowance_words(within, language))


def answers(case: OpenedCase) -> list[tuple[str, str]]:
    """Return each question that was answered, with its answer."""
    kept: Mapping[str, Any] = case.complaint.answers or {}
    given = given_answers(_questions(case), kept.get("given", {}))
    more = ((gettext("Ce qui est demandé"), "wish"), (gettext("Date et lieu"), "when_where"))
    return given + [(label, str(kept[key])) for label, key in more if kept.get(key)]


def _questions(case: OpenedCase) -> list[Question]:
    """Return the questions that may have been answered, of those replaced since, oldest first."""
    successions = (
        Succeeded.read(entry.facts) for entry in case.file.entries if entry.kind == Succeeded.kind
    )
    asking = [
        (runtime().agencies.agency(succession.before).consult(), succession.before_category)
        for succession in successions
    ]
    asking.append((case.advice.agency.consult(), case.complaint.category))
    return [
        question
        for consultation, category in asking
        for question in consultation.questions(consultation.category(category))
    ]


def criteria(case: OpenedCase) -> list[Text]:
    """Return the criteria that the findings rest on, in the words that they had then."""
    named = [criterion for issue in case.file.issues for criterion in issue.criteria or ()]
    return list({words["code"]: Text(words["fr"], words["en"]) for words in named}.values())


def unit(case: OpenedCase) -> Text | None:
    """Return the unit that received it, by its code where the agency no longer has it."""
    code = case.complaint.unit
    return unit_names(case.agency).get(code, Text(code)) if code else None


def _reached_words(case: OpenedCase) -> str:
    """Return by what means the person is reached, or that nobody knows how."""
    if case.reached_by == UNKNOWN:
        return gettext("personne ne sait comment la joindre")
    return worded(REPLY_BY, case.complaint.reply_by)


def facts(case: OpenedCase) -> dict[str, str]:
    """Return what is known of it, in words: who has it, how it came, how it is answered."""
    complaint = case.complaint
    return {
        "assignee": case.file.names.get(complaint.assignee_id or 0, ""),
        "channel": worded(CHANNELS, complaint.channel),
        "language": worded(LANGUAGES, complaint.language),
        "reply_by": _reached_words(case),
        "filed_for": worded(FILED_FOR, complaint.filed_for),
        "finding": worded(FINDINGS, complaint.finding),
    }
