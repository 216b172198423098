"""What follows the word to send: how far a group's answer is, and closing what has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from math import ceil

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.conclusion import Finding, fit
from portal.domain.errors import IncompleteError, NotAllowedError, PortalError, StaleComplaintError
from portal.domain.permissions import Permission
from portal.features.groups.actions_answering import Concluding, close_one, note_closed, stop
from portal.features.groups.office_opened import (
    GROUP,
    LEFT_OPEN,
    OpenedGroup,
    left_out_words,
    opened_group,
)
from portal.features.groups.queries_answers import (
    SendingProgress,
    ToClose,
    complaints_left_out,
    complaints_to_close,
    sending_by_id,
)
from portal.features.groups.rules import LeftOpen
from portal.pages.actions.engine import ActionPage, Subject, add_action
from portal.pages.actions.missing import missing_words
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.errors import words_of
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_text
from portal.pages.languages import localized
from portal.pages.office.actions.closing import criterion_choice
from portal.pages.office.wording import worded
from portal.words.catalogue import to_translate
from portal.words.statuses import FINDINGS

pages = Pages("office")

AT_ONCE = 20
"""How many complaints share a commit."""

MOST_CLOSED = 100
"""How many are closed while the page waits: a few seconds of work."""

_FIELDS = ("finding", "criteria", "reasons_fr", "reasons_en")


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/fermer",
    en="/office/<agency>/groups/<int:group>/close",
    methods=("GET", "POST"),
)
@requires(Permission.GROUP, agency_from="agency")
def close_group(agency: str, group: int) -> ResponseReturnValue:
    """Close each complaint that is listed as it was seen; those refused are named with why."""
    opened, problems = opened_group(agency, group), Problems(_FIELDS)
    if not opened.may(Permission.CLOSE):
        raise NotAllowedError(Permission.CLOSE)
    complaints = _complaints(group)
    if request.method == "GET":
        return _close_page(opened, complaints, problems)
    listed = (
        complaint for complaint in complaints if f"version-{complaint.number}" in request.form
    )
    chosen = list(islice(listed, MOST_CLOSED))
    concluding = _read_concluding(opened.agency, chosen, problems)
    if concluding is None:
        return _close_page(opened, complaints, problems), 422
    refused = _refused(group, chosen, concluding)
    closed = len(chosen) - len(refused)
    if closed:
        left = len(_left_open(_complaints(group)))
        with runtime().acting(current_actor()) as work:
            note_closed(work, agency, group, closed, left)
        flash(ngettext("%(num)s plainte fermée.", "%(num)s plaintes fermées.", closed))
    if refused or not chosen:
        opened = opened_group(agency, group)
        return _close_page(opened, _complaints(group), problems, refused), 409
    return redirect(opened.url(), 303)


def _complaints(group: int) -> list[ToClose]:
    with runtime().reading(current_actor()) as session:
        return complaints_to_close(session, group)


def _left_open(complaints: Sequence[ToClose]) -> list[tuple[ToClose, str]]:
    """Return what stays open although the others are closed, each with why."""
    return [
        (complaint, gettext(LEFT_OPEN[complaint.why]))
        for complaint in complaints
        if complaint.why is not None and complaint.why is not LeftOpen.ENDED
    ]


def _read_concluding(
    agency: Agency, chosen: Sequence[ToClose], problems: Problems
) -> Concluding | None:
    """Return what is concluded for all, or note everything that is missing of it."""
    finding, criteria = request.form.get("finding", ""), tuple(request.form.getlist("criteria"))
    if finding not in FINDINGS:
        problems.add("finding", missing_words("finding"))
    elif not fit(agency.configured.criteria, Finding(finding), criteria):
        problems.add("criteria", missing_words("criteria"))
    for language in _languages(chosen):
        if not typed_text(f"reasons_{language}"):
            problems.add(f"reasons_{language}", missing_words("reasons"))
    if problems:
        return None
    reasons = {language: typed_text(f"reasons_{language}") for language in ("fr", "en")}
    measures = {language: typed_text(f"measure_{language}") for language in ("fr", "en")}
    return Concluding(Finding(finding), criteria, reasons, measures)


def _refused(group: int, chosen: Sequence[ToClose], concluding: Concluding) -> dict[str, str]:
    """Close each as it was seen, some in a commit; return why the others were not, by number."""
    refused = {}
    for first in range(0, len(chosen), AT_ONCE):
        batch, closings = chosen[first : first + AT_ONCE], []
        for complaint in batch:
            seen = request.form.get(f"version-{complaint.number}", 0, type=int)
            act = partial(close_one, group_id=group, concluding=concluding, seen=seen)
            closings.append((complaint.number, act))
        tries = runtime().change_each(current_actor(), closings)
        for complaint, tried in zip(batch, tries, strict=True):
            error = StaleComplaintError(complaint.number) if tried.is_left else tried.error
            if isinstance(error, PortalError):
                refused[complaint.number] = _words(error)
            elif error is not None:
                raise error
            elif tried.result is not None:
                refused[complaint.number] = gettext(LEFT_OPEN[tried.result])
    return refused


def _words(error: PortalError) -> str:
    """Return everything that spoke against closing one complaint."""
    if isinstance(error, IncompleteError):
        codes = dict.fromkeys(code.partition("-")[0] for code in error.missing)
        return ". ".join(missing_words(code) for code in codes)
    return gettext(words_of(error).title)


def _languages(complaints: Sequence[ToClose]) -> list[str]:
    """Return the languages in which the reasons are read, French first."""
    return sorted({complaint.language for complaint in complaints}, reverse=True)


def _close_page(
    opened: OpenedGroup,
    complaints: Sequence[ToClose],
    problems: Problems,
    refused: Mapping[str, str] | None = None,
) -> str:
    to_close = [complaint for complaint in complaints if complaint.why is None]
    return render_template(
        "groups/close.html",
        agency=opened.agency,
        opened=opened,
        to_close=to_close[:MOST_CLOSED],
        later=len(to_close[MOST_CLOSED:]),
        left_open=_left_open(complaints),
        refused=refused or {},
        languages=_languages(to_close),
        findings=[(code, worded(FINDINGS, code)) for code in FINDINGS],
        criteria=[criterion_choice(criterion) for criterion in opened.agency.configured.criteria],
        chosen=request.form.getlist("criteria"),
        problems=problems,
        typed=request.form,
    )


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/envois/<int:answer>",
    en="/office/<agency>/groups/<int:group>/sendings/<int:answer>",
)
@requires(Permission.SEE_GROUPS, agency_from="agency")
def group_sending(agency: str, group: int, answer: int) -> ResponseReturnValue:
    """Show how far an answer is, and which complaints are left out."""
    opened = opened_group(agency, group)
    with runtime().reading(current_actor()) as session:
        sending = sending_by_id(session, group, answer)
        out = complaints_left_out(session, answer)
    return render_template(
        "groups/sending.html",
        agency=opened.agency,
        opened=opened,
        sending=sending,
        minutes=_minutes_left(opened, sending),
        held_until=_held_until(opened, sending),
        left_out=[(complaint, left_out_words(complaint.why)) for complaint in out],
    )


def _held_until(opened: OpenedGroup, sending: SendingProgress) -> datetime | None:
    """Return when the first letter leaves, while none has and all can still be stopped."""
    leaves_at = sending.sent_at + runtime().config.hold
    return leaves_at if sending.done_at is None and opened.now < leaves_at else None


def _minutes_left(opened: OpenedGroup, sending: SendingProgress) -> int | None:
    """Return how many minutes are left by the pace so far; None where none is known."""
    if sending.done_at is not None or not sending.sent:
        return None
    pace = (opened.now - sending.sent_at) / sending.sent
    return ceil(sending.ready * pace / timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class OpenedSending:
    """One answer of a group, as what may be stopped."""

    opened: OpenedGroup
    answer: int


SENDING: Subject[OpenedSending] = Subject(
    fr=f"{GROUP.fr}/envois/<int:answer>",
    en=f"{GROUP.en}/sendings/<int:answer>",
    opened=lambda agency, group, answer, what: OpenedSending(
        opened_group(agency, group, what), answer
    ),
    change=lambda sending, act, _seen: GROUP.change(
        sending.opened, partial(act, answer_id=sending.answer), 0
    ),
    url=lambda sending: sending.opened.url("group_sending", answer=sending.answer),
    refusals=GROUP.refusals,
    announces=True,
)

add_action(
    pages,
    ActionPage(
        SENDING,
        "stop_sending",
        "arreter",
        "stop",
        Permission.GROUP,
        to_translate("Envoi arrêté. Ce qui est parti reste envoyé."),
        lambda _sending, _form, _problems: stop,
        is_button=True,
    ),
)
