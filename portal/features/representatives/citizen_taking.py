"""« Suivre ma plainte moi-même » : the person follows the complaint that was made for them.

A code that was sent to them alone opens it once. They say how they are reached and whether whoever
represented them may read on; then they get an access code of their own, shown once.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.auth.tries import TAKEOVER_CODES, trying
from portal.complaints.kept_drafts import DraftContent
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import ReplyBy
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.mail_address import LONGEST as LONGEST_EMAIL
from portal.domain.number import read_code, read_number, written_code
from portal.features.representatives.actions import code_given, code_typed, is_open, is_shown
from portal.features.representatives.actions_taking import Taking, agree, ask, take_back, wish
from portal.features.representatives.citizen_door import NO, READING_FIELD, YES
from portal.features.representatives.queries import Door, door_of, was_wished
from portal.features.representatives.rules import Proof
from portal.pages.citizen.contributions import (
    CODE_LOST,
    PagePart,
)
from portal.pages.citizen.followed_here import hash_of_code, remember_followed
from portal.pages.citizen.reply import REPLY_FIELDS, check_contact, typed_contact
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.flood_limits import limited_by_tries
from portal.pages.forms import Problems, typed_line
from portal.pages.languages import localized
from portal.pages.sealed_session import keep_sealed, kept_sealed

pages = Pages("citizen")

NUMBER_FIELD, CODE_FIELD, EMAIL_FIELD = "numero", "code-unique", "courriel-connu"
_KEPT, _TO_CHOOSE = "reprise-de-plainte", timedelta(hours=2)
_WRONG, _REFUSED = 422, 403


class Opening(NamedTuple):
    """A complaint that a code of this browser lets the person take over, or just did.

    `here` is what this browser alone has; `access_code` is the new one, once it was taken over here
    and as long as it is shown.
    """

    door: Door
    typed: str
    here: str
    access_code: str = ""


@localized(pages, fr="/reprendre-ma-plainte", en="/take-over-my-complaint")
@public
def take_over() -> ResponseReturnValue:
    """Ask for the number and the code that was sent, or for the address to send one to."""
    return _first_page(Problems(), request.args.get(NUMBER_FIELD, ""))


@localized(pages, fr="/reprendre-ma-plainte", en="/take-over-my-complaint", methods=["POST"])
@public
@limited_by_tries
def open_take_over() -> ResponseReturnValue:
    """Lead on if the two go together, and say that they do not otherwise, never which is wrong."""
    typed_number, typed = request.form.get(NUMBER_FIELD, ""), request.form.get(CODE_FIELD, "")
    number = read_number(typed_number) or ""
    with trying(TAKEOVER_CODES, number, runtime().now().timestamp()) as one_try:
        opening = _opened(number, typed, _here(number, typed))
        one_try.was_right = opening is not None
    if opening is None:
        return _first_page(_wrong(number, typed), typed_number, typed), _WRONG
    keep_sealed(_KEPT, (number, typed, opening.here), _TO_CHOOSE)
    return redirect(url_for(".choose_take_over"), 303)


def _wrong(number: str, typed: str) -> Problems:
    """Return what to correct: which of the two is missing, or else the pair."""
    problems = Problems([NUMBER_FIELD, CODE_FIELD])
    if not number:
        wrong = gettext("Écrivez le numéro au complet, avec l’année, comme 2026-004182")
        problems.add(NUMBER_FIELD, wrong)
    if not read_code(typed):
        problems.add(CODE_FIELD, gettext("Écrivez le code que vous avez reçu"))
    if not problems:
        wrong = gettext("Ce numéro et ce code ne vont pas ensemble, ou ce code a servi")
        problems.add(NUMBER_FIELD, wrong)
    return problems


@localized(
    pages,
    fr="/reprendre-ma-plainte/courriel",
    en="/take-over-my-complaint/email",
    methods=["POST"],
)
@public
@limited_by_tries
def send_take_over_code() -> ResponseReturnValue:
    """Keep that a code is asked for; nothing, nor the time it takes, tells whether one leaves."""
    number = read_number(request.form.get(NUMBER_FIELD, "")) or ""
    email = typed_line(EMAIL_FIELD, LONGEST_EMAIL)
    problems = Problems([NUMBER_FIELD, EMAIL_FIELD])
    if not number:
        wrong = gettext("Écrivez le numéro au complet, avec l’année, comme 2026-004182")
        problems.add(NUMBER_FIELD, wrong)
    problems.check_email(EMAIL_FIELD, email)
    if problems:
        return _first_page(problems, request.form.get(NUMBER_FIELD, ""), email=email), _WRONG
    portal = runtime()
    now = portal.now()
    # Never counted as right, or the wait would tell the right address from a wrong one.
    with (
        trying(TAKEOVER_CODES, f"email {number}", now.timestamp()),
        portal.transaction() as session,
    ):
        ask(session, number, email, now)
    flash(gettext("Si ce courriel est bien celui que l’organisme connaît de vous, un code y part."))
    return redirect(url_for(".take_over", numero=number), 303)


def _first_page(problems: Problems, number: str, code: str = "", email: str = "") -> str:
    return render_template(
        "representatives/take_over.html",
        problems=problems,
        number=number,
        code=code,
        email=email,
    )


@localized(pages, fr="/reprendre-ma-plainte/choisir", en="/take-over-my-complaint/choose")
@public
def choose_take_over() -> ResponseReturnValue:
    """Ask how the person is reached, and whether whoever represented them may read on."""
    opening = _opened_here()
    if opening is None:
        return redirect(url_for(".take_over"), 303)
    if opening.access_code:
        return redirect(url_for(".taken_over"), 303)
    return _choices_page(opening, Problems(), DraftContent())


@localized(
    pages,
    fr="/reprendre-ma-plainte/choisir",
    en="/take-over-my-complaint/choose",
    methods=["POST"],
)
@public
def take_over_now() -> ResponseReturnValue:
    """Take the complaint over, and lead to the new access code; sent twice, done once."""
    opening = _opened_here()
    if opening is None:
        return redirect(url_for(".take_over"), 303)
    if not opening.door.representative.is_verified:
        return _choices_page(opening, Problems(), DraftContent()), _REFUSED
    content, reading = DraftContent(**typed_contact()), request.form.get(READING_FIELD, "")
    problems = Problems([*REPLY_FIELDS, READING_FIELD])
    check_contact(problems, content)
    if reading not in (YES, NO):
        problems.add(READING_FIELD, gettext("Dites si cette personne peut encore lire la plainte"))
    if problems:
        return _choices_page(opening, problems, content), _WRONG
    taking = _taking(content, reading == YES)
    act = partial(take_back, typed=opening.typed, here=opening.here, taking=taking)
    number, owner = opening.door.number, complainant(opening.door.complaint_id)
    try:
        runtime().change(owner, number, act)
    except TransitionNotAllowedError:
        return redirect(url_for(".take_over", numero=number), 303)
    return redirect(url_for(".taken_over"), 303)


@localized(
    pages,
    fr="/reprendre-ma-plainte/accord",
    en="/take-over-my-complaint/agreement",
    methods=["POST"],
)
@public
def agree_to_be_represented() -> ResponseReturnValue:
    """Let the person say that whoever filed may act for them; their code stays good for later."""
    opening = _opened_here()
    if opening is None:
        return redirect(url_for(".take_over"), 303)
    number, owner = opening.door.number, complainant(opening.door.complaint_id)
    try:
        runtime().change(owner, number, partial(agree, typed=opening.typed))
    except TransitionNotAllowedError:
        flash(gettext("Rien n’a changé : cette personne n’agit plus pour vous."), "warn")
        return redirect(url_for(".choose_take_over"), 303)
    flash(gettext("C’est noté : vous êtes d’accord. Si vous changez d’avis, dites-le plus bas."))
    return redirect(url_for(".choose_take_over"), 303)


@localized(
    pages,
    fr="/reprendre-ma-plainte/verification",
    en="/take-over-my-complaint/check",
    methods=["POST"],
)
@public
def wish_to_take_over() -> ResponseReturnValue:
    """Ask the agency to verify that it is the person, so that they can take the complaint over."""
    opening = _opened_here()
    if opening is None:
        return redirect(url_for(".take_over"), 303)
    number, owner = opening.door.number, complainant(opening.door.complaint_id)
    try:
        runtime().change(owner, number, partial(wish, typed=opening.typed))
    except TransitionNotAllowedError:
        return redirect(url_for(".take_over", numero=number), 303)
    return redirect(url_for(".choose_take_over"), 303)


def _taking(content: DraftContent, may_read: bool) -> Taking:
    """Return the one detail of the means that was chosen."""
    means = ReplyBy(content.reply_by)
    return Taking(
        means,
        content.email if means is ReplyBy.EMAIL else "",
        content.phone if means.by_phone else "",
        content.address if means is ReplyBy.POST else "",
        may_read,
    )


def _choices_page(opening: Opening, problems: Problems, content: DraftContent) -> str:
    return render_template(
        "representatives/choose_take_over.html",
        number=opening.door.number,
        agency=runtime().agencies.agency(opening.door.agency),
        problems=problems,
        content=content,
        reading=request.form.get(READING_FIELD, ""),
        may_agree=_may_agree(opening),
        has_agreed=opening.door.representative.proof is Proof.CONFIRMED,
        is_verified=opening.door.representative.is_verified,
        is_wished=runtime().read(PORTAL, was_wished, opening.door.complaint_id),
        offers_texts=runtime().plugins.deliver_texts,
        yes=YES,
        no=NO,
    )


def _may_agree(opening: Opening) -> bool:
    """Tell whether somebody acts for the person, who lives and did not say yet that they agree."""
    found = opening.door.representative
    is_settled = found.proof is Proof.CONFIRMED or found.quality.is_for_the_dead
    return not is_settled and not found.is_over(runtime().now())


@localized(pages, fr="/reprendre-ma-plainte/code", en="/take-over-my-complaint/code")
@public
def taken_over() -> ResponseReturnValue:
    """Show the new access code for ten minutes, in the browser alone that used the code sent."""
    opening = _opened_here()
    if opening is None or not opening.access_code:
        return redirect(url_for(".take_over"), 303)
    door, code = opening.door, opening.access_code
    remember_followed(door.number, door.complaint_id, hash_of_code(code))
    return render_template(
        "representatives/taken_over.html", number=door.number, code=written_code(code)
    )


def _here(number: str, typed: str) -> str:
    """Return what this browser alone has: what it already has, where it sent the same before."""
    kept_number, kept_typed, here = kept_sealed(_KEPT) or ("", "", "")
    is_same = (kept_number, kept_typed) == (number, typed)
    return here if is_same else secrets.token_urlsafe(12)


def _opened_here() -> Opening | None:
    number, typed, here = kept_sealed(_KEPT) or ("", "", "")
    return _opened(number, typed, here) if number else None


def _opened(number: str, typed: str, here: str) -> Opening | None:
    """Return what a number and a code let the person take over now, or let them here just now."""
    portal = runtime()
    door = portal.glance(door_of, number)
    if door is None:
        return None
    with portal.reading(PORTAL) as database:
        code = code_typed(database, portal.keyring, door.complaint_id, typed)
        if code is None:
            return None
        given, now = code_given(portal.keyring, code, here), portal.now()
        if is_shown(code, given, now):
            return Opening(door, typed, here, given)
        return Opening(door, typed, here) if is_open(code, now) else None


ON_TAKEN = (
    PagePart(CODE_LOST, "representatives/_taking_over.html", lambda number: {"number": number}),
)
