"""Who acted for another person, and does no more: what their code and their browser still open.

Nothing that they send is taken, and nothing that they wrote is lost: it stands on the page that
says why. Whoever acts only to file, or to receive letters, reads and sends nothing. What the person
lets be read afterwards is where the complaint is, never how they are reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.domain.actor import complainant
from portal.domain.history import EntryKind
from portal.domain.number import read_number
from portal.features.representatives.actions_taking import set_reading
from portal.features.representatives.queries import FOLLOWED, Door, Representative, door_of
from portal.features.representatives.rules import ENDS, EndedBy, Scope
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import (
    ACTIONS,
    ConsentsGiven,
    Doorkeeper,
    GivenConsent,
    PagePart,
)
from portal.pages.citizen.follow import FollowAction
from portal.pages.citizen.followed_here import Opened, followed_id, opened_here, remember_followed
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.resending import copied_words, is_sent_form, unkept_documents
from portal.pages.shown.history_words import Around, Happened, worded_history

pages = Pages("citizen")

READING_FIELD, YES, NO = "lecture", "oui", "non"
_REFUSED = 403
# What is read of a complaint, and asks for nothing.
_READING = frozenset({"followed", "download", "sent", "sent_dates", "open_complaint"})
# What whoever acts for the person may always send: that they may.
_PROVING = frozenset({"proof", "send_proof"})
# What only the person themself decides, or whoever does all for them.
_OF_THE_PERSON = frozenset(
    {"withdraw", "withdraw_now", "keep_complaint", "take_back_withdrawal"}
    | {"suggested", "say_suggested"}
)


def _door(number: str) -> Door | None:
    """Return by what the codes of a complaint are looked at, read once a request."""
    known: dict[str, Door | None] = g.setdefault("doors", {})
    if number not in known:
        known[number] = runtime().glance(door_of, number)
    return known[number]


def watches(number: str) -> bool:
    """Tell whether somebody acts for the person whose complaint it is, or did."""
    return _door(number) is not None


def instead(number: str, opened: Opened) -> ResponseReturnValue | None:
    """Return what whoever acts for the person is shown instead, where they may not see or do it."""
    door = _door(number)
    if door is None:
        return None
    found, now = door.representative, runtime().now()
    if found.ended_at is not None:
        return _still_read(door, opened) if door.is_former(opened) else None
    if found.is_over(now):
        return _over(door) if door.is_representatives(opened) else None
    page = (request.endpoint or "").rpartition(".")[2]
    return None if _is_within(found.scope, page) else _beyond(door)


def refuses(number: str, page: str) -> bool:
    """Tell whether a page is more than what whoever acts for the person does for them."""
    door = _door(number)
    if door is None or door.representative.ended_at is not None:
        return False
    return not _is_within(door.representative.scope, page)


def _is_within(scope: Scope, page: str) -> bool:
    """Tell whether a page is part of what somebody does for the person."""
    if page in _READING | _PROVING:
        return True
    return scope.may_write and (scope is Scope.WHOLE or page not in _OF_THE_PERSON)


def _still_read(door: Door, opened: Opened) -> ResponseReturnValue:
    """Return the page that says that it is over, and leads on where it may still be read."""
    if door.representative.may_read and request.endpoint == "citizen.open_complaint":
        remember_followed(door.number, door.complaint_id, opened.code_hash)
    return _over(door)


def _over(door: Door) -> ResponseReturnValue:
    found = door.representative
    by = found.ended_by or (EndedBy.FILED if found.scope is Scope.FILE else EndedBy.DAY)
    why = gettext(ENDS[by])
    of_estate = found.quality.is_for_the_dead
    shown = {"why": why, "may_read": found.may_read, "of_estate": of_estate}
    return _page("representatives/over.html", door, **shown)


def _beyond(door: Door) -> ResponseReturnValue:
    of_estate = door.representative.quality.is_for_the_dead
    return _page("representatives/beyond.html", door, of_estate=of_estate)


def _page(template: str, door: Door, **shown: object) -> ResponseReturnValue:
    """Return a page that refuses, with what was written, to be copied."""
    is_sent = is_sent_form() and request.endpoint != "citizen.open_complaint"
    page = render_template(
        template,
        number=door.number,
        agency=runtime().agencies.agency(door.agency),
        copied=copied_words() if is_sent else [],
        unkept=unkept_documents() if is_sent else [],
        **shown,
    )
    return make_response(page, _REFUSED)


# What they may still read.


@localized(pages, fr="/suivi/<number>/lecture", en="/follow/<number>/reading")
@public
def read_on(number: str) -> ResponseReturnValue:
    """Show where the complaint is to whoever represented its person, and may read it."""
    known = read_number(number) or number
    complaint_id, door = followed_id(known), _door(known)
    if complaint_id is None or door is None:
        return redirect(url_for("citizen.follow", numero=known), 303)
    if not door.is_former(opened_here(known)) or not door.representative.may_read:
        return redirect(url_for("citizen.followed", number=known), 303)
    summary = opened_summary(known, complaint_id)
    answer = summary.complaint.last_text(EntryKind.ANSWERED)
    return render_template(
        "representatives/read_on.html",
        number=known,
        summary=summary,
        agency=summary.agency,
        answer=answer,
        history=_what_happened(summary),
    )


def _what_happened(summary: CaseSummary) -> list[Happened]:
    """Return what the agency did: what the person did, they tell whom they want."""
    around = Around(summary.path, summary.recourses, summary.zone)
    history = worded_history(summary.complaint.history, around)
    return [line for line in history if not line.by_complainant]


# Whether they may is the person’s choice.


def _reading_shown(number: str, complaint_id: int) -> Mapping[str, Any] | None:
    found = _former(opened_summary(number, complaint_id))
    return None if found is None else {"may_read": found.may_read, "yes": YES, "no": NO}


def _former(summary: CaseSummary) -> Representative | None:
    """Return who acted for the person until it ended."""
    found = summary.complaint.of(FOLLOWED)
    return found if found is not None and found.ended_at is not None else None


def _set_reading(number: str, complaint_id: int, problems: Problems) -> str:
    reading = request.form.get(READING_FIELD, "")
    if reading not in (YES, NO):
        problems.add(READING_FIELD, gettext("Dites si cette personne peut encore lire la plainte"))
        return ""
    act = partial(set_reading, may_read=reading == YES)
    runtime().change(complainant(complaint_id), number, act)
    if reading == YES:
        return gettext("C’est noté : cette personne peut lire la plainte.")
    return gettext("C’est noté : cette personne ne peut plus lire la plainte.")


FollowAction(
    name="former_representative",
    sending="set_former_representative",
    fr="representant",
    en="representative",
    template="representatives/reading.html",
    shown=_reading_shown,
    act=_set_reading,
    fields=(READING_FIELD,),
).serve(pages)


def _leads_to_reading(summary: CaseSummary) -> Mapping[str, Any] | None:
    found = _former(summary)
    return None if found is None else {"may_read": found.may_read}


def _consents(summary: CaseSummary) -> Iterable[GivenConsent]:
    """Yield that whoever acted for the person before still reads the complaint, where they do."""
    found = _former(summary)
    if found is not None and found.may_read:
        yield GivenConsent(
            "former_representative",
            gettext("La personne qui agissait avant moi lit encore la plainte"),
            found.ended_at,
            gettext("Elle ouvre la page de suivi, sans rien pouvoir y faire."),
            gettext("Ce qui a déjà été lu ne peut pas être oublié."),
            partial(set_reading, may_read=False),
        )


ON_DOORS = (
    Doorkeeper(watches, instead, refuses),
    ConsentsGiven(_consents),
    PagePart(ACTIONS, "representatives/_former.html", _leads_to_reading),
)
