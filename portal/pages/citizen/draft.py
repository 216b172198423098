"""The draft that an address names: opened, kept, finished later or elsewhere, left behind.

The browser remembers its drafts by a signed cookie, which holds the secrets of the newest five.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, wraps
from typing import NamedTuple

from flask import (
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature

from portal.auth.access import public
from portal.auth.returning import is_own_page
from portal.auth.signing import Signatures
from portal.auth.tries import RESUME_CODES, trying
from portal.complaints.kept_drafts import (
    KEPT,
    OpenDraft,
    Place,
    erase_draft,
    give_resume_code,
    open_draft,
    resume_draft,
    save_draft,
)
from portal.domain.errors import DraftGoneError
from portal.domain.number import number_in_code, read_code, written_code
from portal.pages.citizen import bp
from portal.pages.cookies import DRAFTS, drop_cookie, read_cookie, write_cookie
from portal.pages.current import behind, current_language, gettext, runtime
from portal.pages.flood_limits import limited_by_tries
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.protection import typed_values
from portal.payload import Payload

LATER = "plus-tard"
_KEPT_CODE = "reprise"
CODE_FIELD = "code"
MOST_DRAFTS = 5
_SALT = "draft cookie"

DraftView = Callable[[OpenDraft], ResponseReturnValue]


def opened(draft_id: str) -> OpenDraft:
    """Return the draft if this browser may open it; raise DraftGoneError otherwise."""
    secret = draft_secret(draft_id)
    if secret is None:
        raise DraftGoneError(draft_id)
    portal = runtime()
    return portal.glance(open_draft, portal.keyring, draft_id, secret, portal.now())


def opens_draft(view: DraftView) -> Callable[..., ResponseReturnValue]:
    """Hand a view the draft of its address, not sent yet; a sent one shows its receipt."""

    @wraps(view)
    def opening(draft: str) -> ResponseReturnValue:
        try:
            opened_draft = opened(draft)
        except DraftGoneError:
            return not_open_here()
        if opened_draft.receipt is not None:
            return redirect(url_for("citizen.sent", draft=draft), 303)
        return view(opened_draft)

    return opening


def not_open_here() -> ResponseReturnValue:
    """Return the page to resume a draft, with whatever had been typed so that nothing is lost."""
    typed = [value for value in typed_values() if value.is_long] if is_own_page() else []
    page = render_template("citizen/resume.html", problems=None, not_here=True, typed=typed)
    return page, 404


def saved(
    draft: OpenDraft,
    place: Place | None = None,
    parts: Iterable[Payload] = (),
    **content: object,
) -> OpenDraft:
    """Keep what was typed on one page, and whom the draft is for if `place` says it anew.

    `parts` are what features ask for on it. Return the draft as it is now; it speaks the language
    of the page that was last sent.
    """
    portal = runtime()
    destination = {**(place or {}), "language": current_language()}
    now = portal.now()
    return save_draft(portal.database, draft, now, place=destination, parts=parts, **content)


def has_to_leave() -> bool:
    """Tell whether the person asked to finish later: nothing is then checked, all is kept."""
    return LATER in request.form


def later(draft: OpenDraft) -> ResponseReturnValue:
    """Give the draft a new resume code, and lead to the page that shows it."""
    portal = runtime()
    with portal.transaction() as database:
        code = give_resume_code(database, portal.keyring, draft.id)
    session[_KEPT_CODE] = [draft.id, code]
    return redirect(url_for("citizen.save", draft=draft.id), 303)


@localized(bp, fr="/plainte/<draft>/enregistrer", en="/complaint/<draft>/save")
@public
@opens_draft
def save(draft: OpenDraft) -> ResponseReturnValue:
    """Say until when the draft is kept, and show the code that opens it elsewhere."""
    draft_id, code = session.get(_KEPT_CODE, (None, None))
    code = written_code(code) if draft_id == draft.id else None
    return render_template("citizen/save.html", draft=draft, code=code)


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
    return render_template("citizen/delete.html", draft=draft)


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


def _left_behind(draft_id: str, words: str) -> ResponseReturnValue:
    """Make this browser forget a draft, and say so; its resume code, if any, still opens it."""
    response = make_response(redirect(url_for("citizen.home"), 303))
    _write(response, _all_but(draft_id))
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
    resumed = _resumed(typed)
    if resumed is None:
        problems = Problems()
        problems.add(CODE_FIELD, gettext("Ce code n’ouvre aucun brouillon. Vérifiez-le"))
        return _resume_page(problems, typed), 422
    draft_id, secret = resumed
    response = make_response(redirect(url_for(".story", draft=draft_id), 303))
    remember_draft(response, draft_id, secret)
    return response


def _resumed(typed: str) -> tuple[str, str] | None:
    """Return the id and a new secret of the draft that a code opens, if it opens one."""
    portal = runtime()
    now, what = portal.now(), number_in_code(read_code(typed))
    with trying(RESUME_CODES, what, now.timestamp()) as one_try:
        try:
            with portal.transaction() as database:
                resumed = resume_draft(database, portal.keyring, typed, now)
        except DraftGoneError:
            return None
        one_try.was_right = True
    return resumed


def _resume_page(problems: Problems, typed: str = "") -> str:
    draft_id = newest_draft_id()
    return render_template("citizen/resume.html", problems=problems, code=typed, draft_id=draft_id)


class Remembered(NamedTuple):
    """A draft that this browser may open, and whether it has become a complaint."""

    draft_id: str
    secret: str
    is_sent: bool = False


def draft_secret(draft_id: str) -> str | None:
    """Return the secret by which this browser opens a draft, or None if it may not."""
    return next((known.secret for known in _remembered() if known.draft_id == draft_id), None)


def remember_draft(
    response: Response, draft_id: str, secret: str, *, is_sent: bool = False
) -> None:
    """Let this browser open a draft; the oldest of more than five is forgotten."""
    newest = Remembered(draft_id, secret, is_sent)
    _write(response, [newest, *_all_but(draft_id)][:MOST_DRAFTS])


def newest_draft_id() -> str | None:
    """Return the draft that this browser went on with last and did not send, if any."""
    return next((known.draft_id for known in _remembered() if not known.is_sent), None)


def _all_but(draft_id: str) -> list[Remembered]:
    return [known for known in _remembered() if known.draft_id != draft_id]


def _remembered() -> list[Remembered]:
    """Return the drafts of this browser; the signature is checked once a request."""
    page = behind(g)
    drafts: list[Remembered] | None = page.get("remembered_drafts")
    if drafts is None:
        drafts = page.remembered_drafts = _read(read_cookie(DRAFTS))
    return drafts


def _read(written: str | None) -> list[Remembered]:
    if not written:
        return []
    try:
        return [
            Remembered(str(fields[0]), str(fields[1]), bool(fields[2]))
            for fields in _signer().loads(written)
        ]
    except (BadSignature, TypeError, IndexError):
        return []


def _write(response: Response, drafts: list[Remembered]) -> None:
    if not drafts:
        drop_cookie(response, DRAFTS)
        return
    written = _signer().dumps([list(draft) for draft in drafts])
    write_cookie(response, DRAFTS, str(written), KEPT)


def _signer() -> Signatures:
    return _signer_with(behind(current_app).config["SECRET_KEY"])


@lru_cache
def _signer_with(key: str | bytes) -> Signatures:
    return Signatures(key, salt=_SALT)
