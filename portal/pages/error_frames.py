"""What an error page stands in: the citizens' frame, or the staff's with one way back.

Only how the address begins, whether a form was sent and who is signed in decide it. So a number
that is not theirs is answered like one that nobody has.
"""

from __future__ import annotations

from typing import cast

from flask import render_template, request, url_for
from msgspec import Struct

from portal.auth.sign_in import be_nobody, current_actor, is_signed_in
from portal.domain.permissions import Permission, may
from portal.domain.troubles import TroubleError
from portal.pages.current import gettext, runtime
from portal.pages.flood_limits import READING
from portal.pages.oversized import SizedRequest
from portal.pages.own_fields import WAITING_FIELD
from portal.words.catalogue import to_translate


class _Part(Struct, frozen=True):
    """How addresses of the staff begin, in each language, and the page to go on from there.

    That page is an agency's where it wants a code; it is shown to whoever has the permission.
    """

    begins: tuple[str, ...]
    page: str = ""
    of_agency: bool = False
    permission: Permission | None = None
    words: str = ""


_PARTS = (
    _Part(
        ("/fr/gestion/", "/en/office/"),
        "office.worklist",
        of_agency=True,
        permission=Permission.SEE_COMPLAINTS,
        words=to_translate("Aller à la file de travail"),
    ),
    _Part(
        ("/fr/reglages/", "/en/settings/"),
        "settings.index",
        of_agency=True,
        permission=Permission.CONFIGURE,
        words=to_translate("Aller aux réglages"),
    ),
    _Part(
        ("/fr/portrait/", "/en/overview/"),
        "overview.index",
        permission=Permission.SEE_OVERVIEW,
        words=to_translate("Aller au portrait"),
    ),
    _Part(("/fr/preferences/", "/en/preferences/", "/fr/deconnexion/", "/en/sign-out/")),
)
_SIGN_IN = ("/fr/connexion", "/en/sign-in")


class WayBack(Struct, frozen=True):
    """A page that is open to whoever reads, and what the link to it says."""

    words: str
    address: str


def error_page(name: str, **shown: object) -> str:
    """Return the error page `name` with what it shows, in the frame of whoever reads it."""
    if not is_for_staff():
        return render_template(f"errors/{name}.html", **shown)
    sought = _sought_complaint() if shown.get("is_sought") else None
    return render_template(
        f"errors/staff_{name}.html", way_back=_way_back(), sought=sought, **shown
    )


def _sought_complaint() -> tuple[str, str] | None:
    """Return the agency and the number of the complaint that the address names, if it names one."""
    address = request.view_args or {}
    return (address["agency"], address["number"]) if {"agency", "number"} <= set(address) else None


def is_for_staff() -> bool:
    """Tell whether an error is read by one of the staff, on an address of theirs.

    They are signed in, or sent a form: their session may have ended meanwhile.
    """
    if _part_here() is None and not _waits_for_sign_in():
        return False
    return _is_known() or request.method not in READING


def _waits_for_sign_in() -> bool:
    """Tell whether the form to sign in was sent, and one of the staff waits in it."""
    sent = cast("SizedRequest", request)
    return sent.path in _SIGN_IN and bool(sent.typed.get(WAITING_FIELD))


def _is_known() -> bool:
    """Tell whether somebody is signed in.

    Where it cannot be read who that is, it is nobody for the rest of the request.
    """
    try:
        return is_signed_in()
    except TroubleError:
        be_nobody()
        return False


def _way_back() -> WayBack:
    part, agency = _part_here() or (_PARTS[0], "")
    if part.permission is None or not may(
        current_actor(), part.permission, agency if part.of_agency else None
    ):
        return _first_page()
    if not part.of_agency:
        return WayBack(gettext(part.words), url_for(part.page))
    if agency not in runtime().agencies.in_force.agencies:
        return _first_page()
    return WayBack(gettext(part.words), url_for(part.page, agency=agency))


def _first_page() -> WayBack:
    return WayBack(gettext("Aller à ma page d’accueil"), url_for("entrance.home"))


def _part_here() -> tuple[_Part, str] | None:
    """Return the part of the staff's addresses that this one is in, and what follows it first."""
    path = f"{request.path}/"
    for part in _PARTS:
        for begins in filter(path.startswith, part.begins):
            return part, path.removeprefix(begins).partition("/")[0]
    return None
