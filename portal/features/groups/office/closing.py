"""Closing what of a group has its answer: one page lists what will change, and what stays open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.complaint import Finding
from portal.domain.criterion import fit
from portal.domain.errors import IncompleteError, NotAllowedError, PortalError, StaleComplaintError
from portal.domain.permissions import Permission
from portal.features.groups.actions import closing
from portal.features.groups.actions.closing import Concluding, ToClose, complaints_to_close
from portal.features.groups.office.opened import OpenedGroup, opened_group
from portal.features.groups.office.words import LEFT_OPEN
from portal.features.groups.rules import LeftOpen
from portal.pages.actions.missing import missing_words
from portal.pages.current import runtime
from portal.pages.errors import words_of
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.office.actions.closing import criterion_choice
from portal.pages.office.wording import worded
from portal.pages.texts import gettext, ngettext
from portal.pages.typed import typed_text
from portal.words.statuses import FINDINGS

pages = Pages("office")

AT_ONCE = 20
"""How many complaints share a commit."""

MOST_CLOSED = 100
"""How many are closed while the page waits: a few seconds of work."""

_FIELDS = ("finding", "criteria", "reasons_fr", "reasons_en")


@dataclass(frozen=True, slots=True)
class Refused:
    """A complaint that was to be closed and was not, and why."""

    complaint: ToClose
    why: str


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
    found = _found(group)
    if request.method == "GET":
        return _page(opened, found, problems)
    chosen = [one for one in found if f"version-{one.number}" in request.form][:MOST_CLOSED]
    said = _said(opened.agency, chosen, problems)
    if said is None:
        return _page(opened, found, problems), 422
    refused = _closed(group, chosen, said)
    closed = len(chosen) - len(refused)
    if closed:
        left = len(_left_open(_found(group)))
        with runtime().acting(current_actor()) as work:
            closing.note_closed(work, agency, group, closed, left)
        flash(ngettext("%(num)s plainte fermée.", "%(num)s plaintes fermées.", closed))
    if refused or not chosen:
        return _page(opened_group(agency, group), _found(group), problems, refused), 409
    return redirect(opened.url(), 303)


def _found(group: int) -> list[ToClose]:
    with runtime().reading(current_actor()) as session:
        return complaints_to_close(session, group)


def _left_open(found: Sequence[ToClose]) -> list[tuple[ToClose, str]]:
    """Return what stays open although the others are closed, each with why."""
    kept = ((one, one.why) for one in found if one.why not in (None, LeftOpen.ENDED))
    return [(one, gettext(LEFT_OPEN[why])) for one, why in kept if why is not None]


def _said(agency: Agency, chosen: Sequence[ToClose], problems: Problems) -> Concluding | None:
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
    reasons = {one: typed_text(f"reasons_{one}") for one in ("fr", "en")}
    measures = {one: typed_text(f"measure_{one}") for one in ("fr", "en")}
    return Concluding(Finding(finding), criteria, reasons, measures)


def _closed(group: int, chosen: Sequence[ToClose], said: Concluding) -> list[Refused]:
    """Close each as it was seen, some in a commit; return those that were not, with why."""
    refused = []
    for some in _batches(chosen):
        acts = [(one.number, partial(closing.close_one, **_told(one, group, said))) for one in some]
        tries = runtime().change_each(current_actor(), acts)
        for one, tried in zip(some, tries, strict=True):
            why = StaleComplaintError(one.number) if tried.is_left else tried.error
            if why is not None and not isinstance(why, PortalError):
                raise why
            if why is not None:
                refused.append(Refused(one, _words(why)))
            elif tried.result is not None:
                refused.append(Refused(one, gettext(LEFT_OPEN[tried.result])))
    return refused


def _told(one: ToClose, group: int, said: Concluding) -> dict[str, Any]:
    seen = request.form.get(f"version-{one.number}", 0, type=int)
    return {"group_id": group, "said": said, "seen": seen}


def _batches(chosen: Sequence[ToClose]) -> Iterator[Sequence[ToClose]]:
    return (chosen[first : first + AT_ONCE] for first in range(0, len(chosen), AT_ONCE))


def _words(error: PortalError) -> str:
    """Return everything that spoke against closing one complaint."""
    if isinstance(error, IncompleteError):
        codes = dict.fromkeys(code.partition("-")[0] for code in error.missing)
        return ". ".join(missing_words(code) for code in codes)
    return gettext(words_of(error).title)


def _languages(chosen: Sequence[ToClose]) -> list[str]:
    """Return the languages in which the reasons are read, French first."""
    return sorted({one.language for one in chosen}, reverse=True)


def _page(
    opened: OpenedGroup,
    found: Sequence[ToClose],
    problems: Problems,
    refused: Sequence[Refused] = (),
) -> str:
    to_close = [one for one in found if one.why is None]
    return render_template(
        "groups/close.html",
        agency=opened.agency,
        opened=opened,
        to_close=to_close[:MOST_CLOSED],
        later=len(to_close[MOST_CLOSED:]),
        left_open=_left_open(found),
        refused={one.complaint.number: one.why for one in refused},
        languages=_languages(to_close),
        findings=[(code, worded(FINDINGS, code)) for code in FINDINGS],
        criteria=[criterion_choice(one) for one in opened.agency.configured.criteria],
        chosen=request.form.getlist("criteria"),
        problems=problems,
        typed=request.form,
    )
