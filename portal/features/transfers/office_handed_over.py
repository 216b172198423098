"""What an agency handed over: to whom, when and why, and nothing of what it holds."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.number import read_any_number
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.transfers.queries import HANDED_AT_MOST, HandedOver, handed_over
from portal.pages.current import current_language, portal_zone, runtime
from portal.pages.features import Pages
from portal.pages.languages import localized
from portal.pages.office.wording import STATES, worded
from portal.words.dates import day_words, moment_words

pages = Pages("office")

ROUTED_FOR = timedelta(days=30)
"""How long the desk sees what it routed, with where it stands."""


class RoutedComplaint(Struct, frozen=True):
    """A complaint that an agency handed over, in words.

    Where it stands, and `by` when it is answered, is for the intake desk; `elsewhere` is who has it
    now, if that moved.
    """

    number: str
    to: Text
    at: datetime
    reason: str | None
    state: str | None = None
    by: str | None = None
    elsewhere: Text | None = None


@localized(pages, fr="/gestion/<agency>/remises", en="/office/<agency>/routed")
@requires(Permission.SEE_ALL, agency_from="agency")
def routed(agency: str) -> ResponseReturnValue:
    """List what an agency handed over, the last first, or the one complaint of a number."""
    portal = runtime()
    this_agency, number = portal.agencies.agency(agency), read_any_number(request.args.get("q", ""))
    is_desk = this_agency.code == portal.agencies.intake_desk.code
    since = portal.now() - ROUTED_FOR if is_desk else None
    handed = portal.read(current_actor(), handed_over, agency, since, number)
    return render_template(
        "transfers/routed.html",
        agency=this_agency,
        zone=this_agency.consult().calendar().zone,
        is_desk=is_desk,
        number=number,
        most=HANDED_AT_MOST,
        routed=[_watched(complaint) if is_desk else _kept(complaint) for complaint in handed],
    )


def _kept(handed: HandedOver) -> RoutedComplaint:
    return RoutedComplaint(handed.number, _name_of(handed.agency), handed.at, handed.reason)


def _by_words(due_at: datetime, code: str) -> str:
    """Return by when an agency answers: the last whole day, or the moment of a date in hours."""
    agency = runtime().agencies.in_force.agencies.get(code)
    zone = portal_zone() if agency is None else agency.consult().calendar().zone
    local, language = due_at.astimezone(zone), current_language()
    if local.time() == time():
        # A day ends at the midnight after it.
        return day_words((local - timedelta(days=1)).date(), language)
    return moment_words(due_at, zone, language)


def _watched(handed: HandedOver) -> RoutedComplaint:
    has_moved = handed.agency_now != handed.agency
    return RoutedComplaint(
        handed.number,
        _name_of(handed.agency),
        handed.at,
        handed.reason,
        worded(STATES, handed.status),
        _by_words(handed.due_at, handed.agency_now) if handed.due_at else None,
        _name_of(handed.agency_now) if has_moved else None,
    )


def _name_of(code: str) -> Text:
    """Return what an agency is called, by its code where it is there no more."""
    agency = runtime().agencies.in_force.agencies.get(code)
    return agency.name if agency is not None else Text(code)
