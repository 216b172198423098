"""A draft finished later by e-mail: a link is sent to the address that its writer gives.

The link opens the draft once, on any device. Whoever lost it asks by the address alone, and is told
the same whether it has a draft: the link that comes shows all of them, whoever began them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.auth.letter_turns import Asker, asking, opened_letter
from portal.complaints.kept_drafts import DraftSentError, OpenDraft
from portal.domain.actor import PORTAL
from portal.features.access_links import actions_drafts
from portal.features.access_links.actions_drafts import OpenedByLink
from portal.features.access_links.queries import (
    address_of_draft,
    forget_address,
)
from portal.pages.citizen.draft import opens_draft
from portal.pages.citizen.draft_parts import ResumePart, SavedPart
from portal.pages.citizen.known_drafts import remember_draft
from portal.pages.current import current_language, gettext, runtime
from portal.pages.devices import device, know_again
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_line
from portal.pages.languages import localized

pages = Pages("citizen")

FIELD, CHOICE_FIELD = "courriel", "draft"
_UNPROCESSABLE, _GONE = 422, 410


# The page of the draft.


@localized(pages, fr="/plainte/<draft>/lien", en="/complaint/<draft>/link", methods=("POST",))
@public
@opens_draft
def send_draft_link(draft: OpenDraft) -> ResponseReturnValue:
    """Keep that a link is asked for to the address that was written, or say what to correct.

    What is said tells nothing of the address, which may be somebody else's.
    """
    email, problems, portal = typed_line(FIELD), Problems([FIELD]), runtime()
    problems.check_email(FIELD, email)
    if problems or not portal.letters_leave:
        page = render_template(
            "access_links/draft_email.html", draft=draft, problems=problems, email=email
        )
        return page, _UNPROCESSABLE
    asked = (email, current_language(), _asker(email))
    with portal.transaction() as session:
        actions_drafts.ask_for_one(session, portal.keyring, draft.id, asked, portal.now())
    flash(
        gettext(
            "Un lien bon 30 minutes part pour %(address)s, sauf si plusieurs viennent d’y partir. "
            "Votre code de reprise ouvre aussi ce brouillon.",
            address=email,
        )
    )
    return redirect(url_for(".save", draft=draft.id), 303)


@localized(
    pages,
    fr="/plainte/<draft>/lien/oublier",
    en="/complaint/<draft>/link/forget",
    methods=("POST",),
)
@public
@opens_draft
def forget_draft_address(draft: OpenDraft) -> ResponseReturnValue:
    """Forget the address of a draft, and let no link that was sent there open it."""
    with runtime().transaction() as session:
        forget_address(session, draft.id)
    flash(gettext("Votre adresse est effacée. Les liens envoyés n’ouvrent plus ce brouillon."))
    return redirect(url_for(".save", draft=draft.id), 303)


def _shown(draft: OpenDraft) -> Mapping[str, Any]:
    portal = runtime()
    kept = portal.read(PORTAL, address_of_draft, draft.id)
    sends = portal.letters_leave
    return {"kept": kept, "sends": sends, "typed_form": "par-courriel" if sends else ""}


# The link, and another one.


@localized(pages, fr="/reprendre/<int:link>/<key>", en="/resume/<int:link>/<key>")
@public
def draft_link(link: int, key: str) -> ResponseReturnValue:
    """Ask for a button to be pressed: whoever only looks at the link uses nothing up."""
    portal = runtime()
    if not portal.read(PORTAL, actions_drafts.opens, portal.keyring, link, key, portal.now()):
        return spent()
    return render_template("access_links/open_draft.html", path=request.path)


@localized(
    pages,
    fr="/reprendre/<int:link>/<key>",
    en="/resume/<int:link>/<key>",
    methods=("POST",),
    endpoint="open_draft_by_link",
)
@public
def open_draft_by_link(link: int, key: str) -> ResponseReturnValue:
    """Open the draft here and on no other device, and lead to an address without the link."""
    portal = runtime()
    try:
        with portal.transaction() as session:
            opened = actions_drafts.use(session, portal.keyring, link, key, portal.now())
    except DraftSentError:
        return spent(is_sent=True)
    return spent() if opened is None else opened_here(opened)


def opened_here(opened: OpenedByLink) -> ResponseReturnValue:
    """Lead to a draft that a link opened, and know the browser again."""
    opened_letter(opened.address, runtime().now().timestamp(), device())
    flash(gettext("Votre brouillon est ouvert ici. Ce lien ne l’ouvrira plus."))
    response = make_response(redirect(url_for(".go_on", draft=opened.draft_id), 303))
    know_again(response)
    return remember_draft(response, opened.draft_id, opened.secret)


@localized(pages, fr="/reprendre/courriel", en="/resume/email")
@public
def lost_draft_link() -> ResponseReturnValue:
    """Ask for the address to which links to drafts go."""
    return _asking(Problems(), "")


@localized(pages, fr="/reprendre/courriel", en="/resume/email", methods=("POST",))
@public
def ask_for_draft_link() -> ResponseReturnValue:
    """Keep that it is asked for, and say the same whatever there is, and whatever left before."""
    email, problems, portal = typed_line(FIELD), Problems([FIELD]), runtime()
    problems.check_email(FIELD, email)
    if problems or not portal.letters_leave:
        return _asking(problems, email), _UNPROCESSABLE
    asker = _asker(email)
    with portal.transaction() as session:
        actions_drafts.ask(session, (email, current_language(), asker), portal.now())
    return redirect(url_for(".draft_link_asked_for"), 303)


@localized(pages, fr="/reprendre/courriel/demande", en="/resume/email/asked")
@public
def draft_link_asked_for() -> ResponseReturnValue:
    """Say what comes if the address has a draft, and what to do if nothing does."""
    return render_template("access_links/draft_asked.html")


def _asker(email: str) -> Asker:
    """Take a turn of whoever asks for letters to this address, and tell who it is."""
    portal = runtime()
    hashed = actions_drafts.address_hash(portal.keyring, email)
    return asking(hashed, portal.now().timestamp(), device())


def _asking(problems: Problems, email: str) -> str:
    sends = runtime().letters_leave
    return render_template(
        "access_links/lost_draft.html", problems=problems, email=email, sends=sends
    )


def spent(*, is_sent: bool = False) -> ResponseReturnValue:
    """Return the page that says that a link opens nothing any more."""
    return render_template("access_links/spent_draft.html", is_sent=is_sent), _GONE


ADDS = (
    SavedPart("access_links/_draft_email.html", _shown),
    ResumePart("access_links/_lost_draft.html", lambda: {} if runtime().letters_leave else None),
)
