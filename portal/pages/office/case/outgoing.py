"""What of a complaint has not left yet, in words, and what came back, as the form it was.

« Annuler l’envoi »: what is held comes back to whoever wrote it, with nothing lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct
from werkzeug.datastructures import MultiDict

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.events import Content, ExtensionContent
from portal.complaints.letters.giving_back import forget
from portal.complaints.letters.holding import cancel
from portal.complaints.queries.held_messages import HeldText
from portal.domain.conclusion import Given
from portal.domain.errors import (
    AlreadyCancelledError,
    HeldTextNotOpenedError,
    NotOnItsWayError,
)
from portal.domain.handling.held_messages import CameBack, Outgoing, Waiting
from portal.domain.permissions import Permission
from portal.domain.remedy import NOTHING
from portal.domain.time.promise import Allowance
from portal.domain.typed import whole_number
from portal.pages.current import gettext, runtime
from portal.pages.errors import words_of
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.office.case import OpenedCase
from portal.pages.office.wording import worded
from portal.words.catalogue import to_translate

WHAT: dict[str, str] = {
    Outgoing.ANSWER: to_translate("La réponse"),
    Outgoing.QUESTION: to_translate("La question"),
    Outgoing.SETTLEMENT: to_translate("La réponse qui règle et ferme la plainte"),
    Outgoing.EXTENSION: to_translate("La décision qui prolonge le délai"),
    Outgoing.CLOSING: to_translate("La décision qui ferme la plainte"),
}
WHY_BACK: dict[str, str] = {
    CameBack.CANCELLED: to_translate("Son envoi a été annulé. Votre texte est ici, au complet."),
    CameBack.REMARKED: to_translate("La deuxième lecture demande un changement."),
    CameBack.REFUSED: to_translate(
        "Elle n’est pas partie : la plainte a changé entre-temps. Votre texte est ici, au complet."
    ),
    CameBack.NOT_OPENED: to_translate(
        "Elle n’est pas partie : ce qui en est gardé ne peut plus être lu. Il faut l’écrire de "
        "nouveau."
    ),
}
FORMS = {
    Outgoing.ANSWER: "answer",
    Outgoing.QUESTION: "ask",
    Outgoing.SETTLEMENT: "settle",
    Outgoing.EXTENSION: "extend",
    Outgoing.CLOSING: "close",
}
"""The page of the action by which each is written."""
WRITTEN = {Outgoing.ANSWER: "reponse", Outgoing.QUESTION: "question"}
"""Those that are written on the page of the complaint itself."""

_TEXTS, _TICKED = ("body", "reason", "pause", "contact"), ("tells", "language_shown")
_FINDING = ("finding", "reasons", "measure")


class OnItsWay(Struct, frozen=True):
    """What was confirmed, in words: until when it may be taken back, or who may read it."""

    held: HeldText
    what: str
    author: str
    is_mine: bool
    to_read: bool
    may_read: bool
    may_cancel: bool
    opens: bool


class Returned(Struct, frozen=True):
    """What came back to whoever looks: what it is, why, and the action that it is written by."""

    kind: str
    what: str
    why: str
    remark: str | None
    reader: str
    action: str
    written: str | None
    opens: bool


def on_its_way(case: OpenedCase) -> OnItsWay | None:
    """Return what of the complaint was confirmed and has not left."""
    held = next((text for text in case.file.texts if text.waiting != Waiting.AUTHOR), None)
    if held is None:
        return None
    opens = opened(held) is not None
    to_read, is_mine = held.waiting == Waiting.READER, held.author_id == current_actor().user_id
    return OnItsWay(
        held=held,
        what=worded(WHAT, held.kind),
        author=case.file.names.get(held.author_id, ""),
        is_mine=is_mine,
        to_read=to_read,
        # The service looks again.
        may_read=to_read
        and not is_mine
        and case.may(Permission.ANSWER)
        and not case.is_first_handler,
        may_cancel=case.may(Outgoing(held.kind).permission)
        and (is_mine or not (to_read and opens)),
        opens=opens,
    )


def text_to_read(case: OpenedCase) -> HeldText | None:
    """Return the answer that waits for whoever looks to read it."""
    waiting = on_its_way(case)
    return waiting.held if waiting is not None and waiting.may_read else None


def returned(case: OpenedCase) -> Returned | None:
    """Return the newest text that came back to whoever looks, while it may still be sent."""
    held = _newest_returned(case)
    if held is None or not case.complaint.is_open:
        return None
    kind, opens = Outgoing(held.kind), opened(held) is not None
    return Returned(
        kind=kind.value,
        what=worded(WHAT, kind),
        why=worded(WHY_BACK, held.came_back if opens else CameBack.NOT_OPENED),
        remark=held.remark,
        reader=case.file.names.get(held.read_by or 0, ""),
        action=FORMS[kind],
        written=WRITTEN.get(kind),
        opens=opens,
    )


def returned_form(case: OpenedCase, action: str) -> MultiDict[str, str]:
    """Return what was typed in the form of an action, if it came back from there."""
    held = _newest_returned(case, action)
    content = None if held is None else opened(held)
    return MultiDict() if content is None else MultiDict(_typed(content))


def _newest_returned(case: OpenedCase, action: str | None = None) -> HeldText | None:
    """Return the newest text that came back, of all or of one action."""
    returned_texts = (held for held in reversed(case.file.texts) if held.waiting == Waiting.AUTHOR)
    return next(
        (held for held in returned_texts if action in (None, FORMS[Outgoing(held.kind)])), None
    )


def opened(held: HeldText) -> Content | None:
    """Return what was confirmed; None where it does not open."""
    try:
        return runtime().features.confirmed_content(held)
    except HeldTextNotOpenedError:
        return None


def _typed(content: Content) -> list[tuple[str, str]]:
    typed = [(name, getattr(content, name)) for name in _TEXTS if getattr(content, name, None)]
    typed += [(name, "yes") for name in _TICKED if getattr(content, name, False)]
    if isinstance(content, ExtensionContent):
        typed.append(("amount", str(Allowance.parse(content.by).amount)))
    for finding in getattr(content, "findings", ()):
        issue = finding.issue_id
        typed += [(f"{name}-{issue}", getattr(finding, name)) for name in _FINDING]
        typed += [(f"criteria-{issue}", code) for code in finding.criteria]
        typed += _typed_remedies(issue, finding.given)
    return typed


def _typed_remedies(issue_id: int, given: Given | None) -> Sequence[tuple[str, str]]:
    """Return what was typed of what is given to the person."""
    if given is None:
        return ()
    typed = [(f"remedies-{issue_id}", code) for code in given.codes or (NOTHING,)]
    if given.cents is not None:
        whole, rest = divmod(given.cents, 100)
        typed.append((f"remedy_sum-{issue_id}", f"{whole},{rest:02}" if rest else str(whole)))
    return typed


@localized(
    bp,
    fr="/gestion/<agency>/plaintes/<number>/annuler-envoi",
    en="/office/<agency>/complaints/<number>/cancel-sending",
    methods=("POST",),
)
@requires(Permission.ANSWER, agency_from="agency")
def cancel_sending(agency: str, number: str) -> ResponseReturnValue:
    """Take back what has not left, and lead to the text as it was."""
    stop = partial(cancel, held_id=request.form.get("held", 0, type=whole_number))
    try:
        kind = runtime().change(current_actor(), number, stop)
    except (AlreadyCancelledError, NotOnItsWayError) as error:
        flash(gettext(words_of(error).text), "warn")
        return redirect(url_for(".case", agency=agency, number=number), 303)
    flash(gettext("Envoi annulé. Rien n’est parti."))
    page = f".{FORMS[kind]}" if kind is not None and kind not in WRITTEN else ".case"
    anchor = "ecrire" if kind in WRITTEN else None
    return redirect(url_for(page, agency=agency, number=number, _anchor=anchor), 303)


@localized(
    bp,
    fr="/gestion/<agency>/plaintes/<number>/laisser-tomber",
    en="/office/<agency>/complaints/<number>/give-up",
    methods=("POST",),
)
@requires(Permission.ANSWER, agency_from="agency")
def give_up_text(agency: str, number: str) -> ResponseReturnValue:
    """Erase the text that came back to whoever asks, because they do not want it any more."""
    kind = request.form.get("kind", "")
    # First the complaint: what stands in a form tells nobody whether there is one of this number.
    runtime().change(current_actor(), number, partial(forget, kind=kind))
    if kind not in WHAT:
        abort(400)
    flash(gettext("Texte effacé."))
    return redirect(url_for(".case", agency=agency, number=number), 303)
