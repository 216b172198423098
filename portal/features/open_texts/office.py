"""Staff read over a text that its person offered: names taken out, or left out as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from portal.domain.errors import IdentitySaidError, IncompleteError, PortalError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.open_texts.actions import review
from portal.features.open_texts.queries import OFFERED, WAITING, OfferedText, readable_from
from portal.features.open_texts.rules import NotTheirWordsError, Reading, TextReviewed
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, missing_fields, naming_words, note_missing
from portal.pages.current import gettext
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    HistoryEntry,
    ListPart,
    Offer,
    Place,
    Stage,
    ToDoOnceEnded,
)
from portal.words.catalogue import to_translate

pages = Pages("office")

TEXT, READING = "open_text", "reading"
_READINGS: dict[Reading, str] = {
    Reading.PUBLISH: to_translate("Le publier tel qu’il est ci-dessous"),
    Reading.LEAVE_OUT: to_translate("Ne pas le publier : il dit de qui il parle"),
}
_READ: dict[Reading, str] = {
    Reading.PUBLISH: to_translate("À publier, sans nom."),
    Reading.LEAVE_OUT: to_translate("Laissé de côté."),
}


def _offered(case: OpenedCase) -> OfferedText | None:
    found = case.file.of(OFFERED)
    return found[0] if found else None


def _review(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen = form.get(READING, "")
    if chosen not in set(Reading):
        note_missing(problems, IncompleteError("reading_over"))
        return None
    return partial(review, reading=Reading(chosen), text=form.get(TEXT, ""))


def _given(case: OpenedCase, _form: Form) -> dict[str, Any]:
    found = _offered(case)
    return {
        "readings": [(code.value, gettext(words)) for code, words in _READINGS.items()],
        "offered": found,
        "readable_from": readable_from(found) if found else None,
        "text": (found.text or case.complaint.story) if found else "",
    }


def _corrected(error: PortalError) -> Iterable[tuple[str, str]]:
    """Say at the text itself what in it still says who complains: that is never meant here."""
    if isinstance(error, NotTheirWordsError):
        yield (
            TEXT,
            gettext(
                "Ces mots ne sont pas ceux de la personne, ou ne sont pas à leur place :"
                " %(words)s. Ôtez des mots, sans en changer ni en ajouter",
                words=", ".join(error.words),
            ),
        )
    elif isinstance(error, IdentitySaidError):
        yield TEXT, naming_words(error.place)
    else:
        yield from missing_fields(error)


def _to_do(case: OpenedCase) -> str | None:
    """Return that a text waits to be read over, to whoever may."""
    found = _offered(case)
    waits = found is not None and found.read_at is None
    if not waits or not case.may(Permission.REVIEW_TEXT):
        return None
    return gettext("Relire le texte que la personne veut publier : rien ne paraît avant.")


def _notice(case: OpenedCase) -> Mapping[str, Any] | None:
    return {} if _to_do(case) is not None else None


def _above_list(_agency: str, numbers: Sequence[str]) -> Mapping[str, Any] | None:
    return {"numbers": numbers} if numbers else None


def _words(_case: OpenedCase, entry: TextReviewed) -> str:
    return gettext(_READ[entry.reading])


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "review_text",
        "texte-ouvert",
        "open-text",
        Permission.REVIEW_TEXT,
        to_translate("C’est noté. La personne peut encore retirer son texte à tout moment."),
        _review,
        given=_given,
        fields=(READING, TEXT),
        corrects=_corrected,
        folder="open_texts",
        with_person=True,
    ),
)
ADDS = (
    ToDoOnceEnded(_to_do),
    CasePart("open_text", Place.AFTER_TASK, "open_texts/_to_read.html", _notice, rank=90),
    ListPart(
        "open_texts/_above_list.html",
        Permission.REVIEW_TEXT,
        WAITING,
        lambda agency: {"agency": agency},
        _above_list,
    ),
    Offer(
        "review_text",
        to_translate("Relire le texte que la personne veut publier"),
        Permission.REVIEW_TEXT,
        lambda case: _offered(case) is not None,
        rank=360,
        stage=Stage.PROTECT,
    ),
    MissingWords("reading_over", READING, to_translate("Choisissez si le texte est publié")),
    MissingWords("open_text", TEXT, to_translate("Écrivez le texte à publier")),
    HistoryEntry(EntryKind.TEXT_OFFERED, to_translate("Texte offert aux données ouvertes")),
    HistoryEntry(
        EntryKind.TEXT_REVIEWED, to_translate("Texte relu pour les données ouvertes"), _words
    ),
)
