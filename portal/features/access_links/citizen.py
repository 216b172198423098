"""Opening a complaint by what was sent: a link, after a button, or a code on paper.

Programs that look at links in mail only read the page with the button, which uses nothing up. What
was used, is over or never was answers alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.domain.actor import PORTAL
from portal.domain.number import RESUME_CODE_LENGTH, read_code
from portal.features.access_links.actions import letter_that_opens, link_that_opens, use
from portal.features.access_links.queries import KeptLink
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.contributions import NOTICES, OtherCode, PagePart
from portal.pages.citizen.followed_here import is_without_code, remember_followed
from portal.pages.current import gettext, runtime
from portal.pages.devices import know_again
from portal.pages.features import Pages
from portal.pages.languages import localized

pages = Pages("citizen")

_GONE = 410


@localized(pages, fr="/lien/<int:link>/<key>", en="/link/<int:link>/<key>")
@public
def access_link(link: int, key: str) -> ResponseReturnValue:
    """Ask for a button to be pressed: whoever only looks at the link uses nothing up."""
    return _asked() if _opening(link, key) else _spent()


@localized(
    pages,
    fr="/lien/<int:link>/<key>",
    en="/link/<int:link>/<key>",
    methods=("POST",),
    endpoint="open_by_link",
)
@public
def open_by_link(link: int, key: str) -> ResponseReturnValue:
    """Open the complaint, and lead to an address without the link; it opens nothing any more."""
    found, portal = _opening(link, key), runtime()
    if found is None or not use(portal, found, portal.now()):
        return _spent()
    remember_followed(found.number, found.complaint_id, by_code=False)
    flash(gettext("Votre plainte est ouverte. Ce lien ne l’ouvrira plus."))
    response = make_response(redirect(url_for(".followed", number=found.number), 303))
    know_again(response)
    return response


def _opening(link: int, key: str) -> KeptLink | None:
    portal = runtime()
    return portal.read(PORTAL, link_that_opens, portal.keyring, link, key, portal.now())


def _asked() -> str:
    return render_template("access_links/open.html", path=request.path)


def _spent() -> ResponseReturnValue:
    return render_template("access_links/spent.html"), _GONE


def _opened_by_letter(number: str, typed: str) -> int | None:
    """Return the id of the complaint that a code on paper opens, once, with its number."""
    if len(read_code(typed)) != RESUME_CODE_LENGTH:
        return None
    portal = runtime()
    now = portal.now()
    found = portal.read(PORTAL, letter_that_opens, portal.keyring, number, typed, now)
    if found is None or not use(portal, found, now):
        return None
    return found.complaint_id


def _offers_code(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Offer a new code to whoever opened the complaint without one."""
    return {} if is_without_code(summary.complaint.facts.number) else None


ADDS = (
    OtherCode(_opened_by_letter, RESUME_CODE_LENGTH),
    PagePart(NOTICES, "access_links/_offers_code.html", _offers_code),
)
