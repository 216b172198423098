"""The draft that an address names: opened, kept, finished later or elsewhere, left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.auth.tries import RESUME_CODES, trying
from portal.complaints.kept_drafts import (
    DraftSentError,
    OpenDraft,
    Place,
    erase_draft,
    give_resume_code,
    open_draft,
    resume_draft,
    save_draft,
)
from portal.domain.errors import DraftGoneError
from portal.domain.handling.notices import Notice
from portal.domain.number import number_in_code, read_code, written_code
from portal.pages.citizen import bp
from portal.pages.citizen.draft_parts import resume_parts, saved_parts
from portal.pages.citizen.followed_here import sign_out
from portal.pages.citizen.known_drafts import (
    draft_secret,
    forget_draft,
    open_draft_ids,
    remember_draft,
    remember_from_now_on,
    secret_sent,
    show_page_of,
    stay_open,
)
from portal.pages.citizen.lost_drafts import already_sent, begun_again, led_to, not_open_here
from portal.pages.current import current_language, gettext, portal_zone, runtime
from portal.pages.flood_limits import limited_by_tries
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.resending import is_sent_form
from portal.pages.sealed_session import keep_sealed, kept_sealed
from portal.pages.shown.help_first import dangers_typed, maybe_typed
from portal.payload import Payload

LATER = "plus-tard"
_KEPT_CODE = "reprise"
CODE_FIELD = "code"

DraftView = Callable[[OpenDraft], ResponseReturnValue]


def opened(draft_id: str) -> OpenDraft:
    """Return the draft if this browser may open it; raise DraftGoneError otherwise."""
    secret = draft_secret(draft_id)
    if secret is None:
        return _opened_by_form(draft_id)
    draft = _opened_with(draft_id, secret)
    stay_open(draft_id)
    show_page_of(draft, secret)
    return draft


def _opened_by_form(draft_id: str) -> OpenDraft:
    """Open the draft whose key the form has, for a browser that lost its cookies meanwhile."""
    secret = secret_sent(draft_id) if is_sent_form() else None
    if secret is None:
        raise DraftGoneError(draft_id)
    draft = _opened_with(draft_id, secret)
    if draft.receipt is not None:
        # Its receipt has the access code: only the browser that sent it is shown that.
        raise DraftGoneError(draft_id)
    remember_from_now_on(draft_id, secret)
    show_page_of(draft, secret)
    return draft


def _opened_with(draft_id: str, secret: str) -> OpenDraft:
    portal = runtime()
    return portal.glance(open_draft, portal.keyring, draft_id, secret, portal.now())


def opens_draft(view: DraftView) -> Callable[..., ResponseReturnValue]:
    """Hand a view the draft of its address, not sent yet; a sent one shows its receipt.

    What was typed for one that does not open is handed over in a new draft.
    """

    @wraps(view)
    def opening(draft: str) -> ResponseReturnValue:
        try:
            known = opened(draft)
        except DraftGoneError:
            fresh = begun_again(draft)
            return not_open_here() if fresh is None else led_to(fresh, draft, view(fresh))
        return view(known) if known.receipt is None else already_sent(known)

    return opening


def saved(
    draft: OpenDraft,
    place: Place | None = None,
    parts: Iterable[Payload] = (),
    **content: object,
) -> OpenDraft:
    """Keep what was typed on one page, and whom the draft is for if `place` says it anew.

    `parts` are what features ask for on it. Return the draft as it is now; it speaks the language
    of the page that was last sent, and was left nowhere unless `left_at` says so.
    """
    portal = runtime()
    content.setdefault("left_at", "")
    destination = {**(place or {}), "language": current_language()}
    now = portal.now()
    return save_draft(
        portal.database,
        draft,
        now,
        place=destination,
        parts=parts,
        counted_in=portal_zone(),
        **content,
    )


def has_to_leave() -> bool:
    """Tell whether the person asked to finish later: nothing is then checked, all is kept."""
    return LATER in request.form


def later(draft: OpenDraft) -> ResponseReturnValue:
    """Give the draft a new resume code, and lead to the page that shows it."""
    if draft.receipt is not None:
        return already_sent(draft)
    portal = runtime()
    with portal.transaction() as database:
        code = give_resume_code(database, portal.keyring, draft.id)
    keep_sealed(_KEPT_CODE, (draft.id, code))
    return redirect(url_for("citizen.save", draft=draft.id), 303)


@localized(bp, fr="/plainte/<draft>/enregistrer", en="/complaint/<draft>/save")
@public
@opens_draft
def save(draft: OpenDraft) -> ResponseReturnValue:
    """Say until when the draft is kept, and show the code that opens it elsewhere."""
    kept_id, kept_code = kept_sealed(_KEPT_CODE) or ("", "")
    code = written_code(kept_code) if kept_id == draft.id else None
    return render_template(
        "citizen/save.html",
        draft=draft,
        code=code,
        dangers=_dangers(draft),
        maybe_danger=maybe_typed(_agency_of(draft), draft.content),
        parts=saved_parts(draft),
    )


@localized(bp, fr="/plainte/<draft>/enregistrer", en="/complaint/<draft>/save", methods=["POST"])
@public
@opens_draft
def give_code(draft: OpenDraft) -> ResponseReturnValue:
    """Give a new resume code, the one before it no longer opening anything."""
    return later(draft)


@localized(bp, fr="/plainte/<draft>/oublier", en="/complaint/<draft>/forget", methods=["POST"])
@public
def forget(draft: str) -> ResponseReturnValue:
    """Make this device forget the draft, sent or not; the portal keeps it."""
    return _left_behind(draft, gettext("Cet appareil a oublié votre plainte."))


@localized(bp, fr="/plainte/<draft>/supprimer", en="/complaint/<draft>/delete")
@public
@opens_draft
def delete(draft: OpenDraft) -> ResponseReturnValue:
    """Say what deleting the draft will do."""
    return render_template("citizen/delete.html", draft=draft, dangers=_dangers(draft))


@localized(bp, fr="/plainte/<draft>/supprimer", en="/complaint/<draft>/delete", methods=["POST"])
@public
@opens_draft
def delete_now(draft: OpenDraft) -> ResponseReturnValue:
    """Delete the draft and its documents."""
    portal = runtime()
    with portal.transaction() as database:
        keys = erase_draft(database, draft.id)
    for key in keys:
        portal.files.remove(key)
    return _left_behind(draft.id, gettext("Votre brouillon est supprimé."))


def _dangers(draft: OpenDraft) -> list[Notice]:
    """Return what help stands first."""
    return dangers_typed(_agency_of(draft), draft.content)


def _agency_of(draft: OpenDraft) -> Agency:
    """Return who says what help there is: before an agency is chosen, the desk."""
    agencies = runtime().agencies
    return agencies.agency(draft.agency) if draft.agency else agencies.intake_desk


def _left_behind(draft_id: str, words: str) -> ResponseReturnValue:
    """Make this browser forget a draft, and say so; its resume code, if any, still opens it."""
    response = make_response(redirect(url_for("citizen.home"), 303))
    if forget_draft(response, draft_id):
        sign_out()
    session.pop(_KEPT_CODE, None)
    flash(words)
    return response


@localized(bp, fr="/reprendre", en="/resume")
@public
def resume() -> ResponseReturnValue:
    """Ask for the resume code; offer the draft that this browser remembers."""
    return _resume_page(Problems())


@localized(bp, fr="/reprendre", en="/resume", methods=["POST"])
@public
@limited_by_tries
def resume_with_code() -> ResponseReturnValue:
    """Open the draft that the code belongs to, and let this browser keep it open."""
    typed = request.form.get(CODE_FIELD, "")
    try:
        resumed = _resumed(typed)
    except DraftSentError:
        sent = gettext(
            "Ce brouillon a été envoyé. Suivez-le avec son numéro de plainte et son code"
        )
        return _not_resumed(sent, typed)
    if resumed is None:
        return _not_resumed(gettext("Ce code n’ouvre aucun brouillon. Vérifiez-le"), typed)
    draft_id, secret = resumed
    response = make_response(redirect(url_for("citizen.go_on", draft=draft_id), 303))
    remember_draft(response, draft_id, secret)
    return response


def _resumed(typed: str) -> tuple[str, str] | None:
    """Return the id and a new secret of the draft that a code opens, if it opens one.

    Raise DraftSentError where it opened one that was sent: a code that was right.
    """
    portal = runtime()
    now, what = portal.now(), number_in_code(read_code(typed))
    with trying(RESUME_CODES, what, now.timestamp()) as one_try:
        try:
            with portal.transaction() as database:
                resumed = resume_draft(database, portal.keyring, typed, now)
        except DraftSentError:
            one_try.was_right = True
            raise
        except DraftGoneError:
            return None
        one_try.was_right = True
    return resumed


def _not_resumed(why: str, typed: str) -> ResponseReturnValue:
    problems = Problems()
    problems.add(CODE_FIELD, why)
    return _resume_page(problems, typed), 422


def _resume_page(problems: Problems, typed: str = "") -> str:
    drafts = open_draft_ids()
    return render_template(
        "citizen/resume.html",
        problems=problems,
        code=typed,
        draft_ids=drafts,
        parts=resume_parts(),
    )
