"""An officer notes that a complaint has to do with another one, or that it does not after all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.number import read_any_number
from portal.domain.permissions import Permission
from portal.features.linking.actions import link_complaints, unlink_complaints
from portal.features.linking.queries import LINKS, linked_now
from portal.features.linking.rules import Linked, Unlinked
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, note_missing
from portal.pages.current import gettext
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import CasePart, HistoryEntry, Offer, Place, Stage
from portal.words.catalogue import to_translate

pages = Pages("office")


def _link(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    number = read_any_number(form.get("linked", ""))
    if number is None:
        note_missing(problems, IncompleteError("linked"))
        return None
    return partial(link_complaints, to=number)


def _unlink(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen = form.get("linked", "")
    if chosen not in {linked.number for linked in linked_now(case.file)}:
        note_missing(problems, IncompleteError("link_to_undo"))
        return None
    return partial(unlink_complaints, other=chosen, reason=form.get("reason", ""))


def _to_undo(case: OpenedCase, _form: Form) -> dict[str, Any]:
    links = linked_now(case.file)
    words = ((one.number, f" : {one.subject}" if one.subject else "") for one in links)
    return {"linked": [(number, f"{number}{subject}") for number, subject in words]}


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "link",
        "lier",
        "link",
        Permission.RECLASSIFY,
        to_translate("Plaintes liées. C’est noté dans l’historique des deux."),
        _link,
        fields=("linked",),
        folder="linking",
    ),
)
add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "unlink",
        "delier",
        "unlink",
        Permission.UNLINK,
        to_translate("Lien défait. C’est noté dans l’historique des deux plaintes."),
        _unlink,
        given=_to_undo,
        fields=("linked",),
        folder="linking",
    ),
)


def _links_part(case: OpenedCase) -> Mapping[str, Any] | None:
    links = linked_now(case.file)
    return {"links": links} if links else None


def _other(case: OpenedCase, entry: Linked | Unlinked) -> str | None:
    if entry.other not in {linked.number for linked in case.file.of(LINKS)}:
        return None  # another agency has it by now, or it concerns whoever reads
    return gettext("Avec la plainte %(number)s.", number=entry.other)


ADDS = (
    Offer(
        "link",
        to_translate("Lier à une autre plainte"),
        Permission.RECLASSIFY,
        rank=260,
        stage=Stage.SORT,
    ),
    Offer(
        "unlink",
        to_translate("Défaire un lien avec une autre plainte"),
        Permission.UNLINK,
        lambda case: bool(linked_now(case.file)),
        rank=270,
        stage=Stage.SORT,
    ),
    CasePart("links", Place.LINKED, "linking/_links.html", _links_part, rank=90),
    MissingWords(
        "linked",
        "linked",
        to_translate("Écrivez le numéro d’une autre plainte que vous pouvez voir, pas encore liée"),
    ),
    MissingWords(
        "link_to_undo", "linked", to_translate("Choisissez la plainte dont le lien est à défaire")
    ),
    HistoryEntry(EntryKind.LINKED, to_translate("Plainte liée à une autre"), _other),
    HistoryEntry(EntryKind.UNLINKED, to_translate("Lien avec une autre plainte défait"), _other),
)
