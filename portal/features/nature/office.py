"""An officer says on a page what it was; the page of the complaint shows it from then on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.complaints.queries.work_list_rows import Row
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.nature import Nature
from portal.domain.permissions import Permission
from portal.features.nature.actions import has_nature, set_nature
from portal.features.nature.rules import (
    NATURES,
    TELLING,
    NatureContested,
    NatureSet,
    is_contested,
    nature_said,
    told_of,
)
from portal.features.nature.words_of_staff import TEXTS, TEXTS_OF_THANKS
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, note_missing
from portal.pages.current import gettext
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    CaseTag,
    HistoryEntry,
    Offer,
    Place,
    RowTag,
    Stage,
)
from portal.pages.office.wording import NewsTag, Tag
from portal.pages.rewording import Rewording
from portal.words.catalogue import to_translate

pages = Pages("office")

_MEANT: dict[Nature, str] = {
    Nature.COMPLAINT: to_translate("La personne est insatisfaite."),
    Nature.COMMENT: to_translate("Elle donne son avis, sans être insatisfaite."),
    Nature.SUGGESTION: to_translate("Elle propose de faire autrement."),
    Nature.PRAISE: to_translate("Elle est contente et le dit."),
    Nature.REPORT: to_translate("Elle fait connaître un fait, sans s’en plaindre."),
}


def _set(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    typed = form.get("nature", "")
    if typed not in set(Nature):
        note_missing(problems, IncompleteError("nature"))
        return None
    return partial(set_nature, nature=Nature(typed))


def _choices(case: OpenedCase, _form: Form) -> dict[str, Any]:
    now = nature_said(case.file.entries) or Nature.COMPLAINT
    is_barred = is_contested(case.file.entries)
    may_be = (Nature.COMPLAINT,) if is_barred else Nature
    others = (nature for nature in may_be if nature is not now)
    return {
        "is_barred": is_barred,
        "natures": [(code.value, gettext(NATURES[code]), gettext(_MEANT[code])) for code in others],
        "held_to_be": gettext(NATURES[now]),
    }


def _is_offered(case: OpenedCase) -> bool:
    """Tell whether anything else may be said of it than what is."""
    said = nature_said(case.file.entries)
    is_settled = is_contested(case.file.entries) and said is Nature.COMPLAINT
    return has_nature(case.complaint) and not is_settled


def _shown(case: OpenedCase) -> Mapping[str, Any] | None:
    said = nature_said(case.file.entries)
    if said is None:
        return None
    return {"nature": gettext(NATURES[said]), "is_barred": is_contested(case.file.entries)}


def _tag(case: OpenedCase) -> Tag | None:
    """Return what tells above all else that it is held to be no complaint."""
    said = nature_said(case.file.entries)
    return None if said in (None, Nature.COMPLAINT) else Tag(gettext(NATURES[said]), "plain")


def _row_tag(row: Row, _agency: str) -> Tag | None:
    return None if row.nature is None else Tag(gettext(NATURES[Nature(row.nature)]), "plain")


def _is_message(case: OpenedCase) -> bool:
    return nature_said(case.file.entries) not in (None, Nature.COMPLAINT)


def _is_thanked(case: OpenedCase) -> bool:
    """Tell whether it was closed with thanks, as its person is told it."""
    told = told_of((one.kind, one.facts) for one in case.file.entries if one.kind in TELLING)
    return told.is_message and told.is_thanked and not case.complaint.is_open


def _words(_case: OpenedCase, entry: NatureSet) -> str:
    return gettext("%(nature)s. Pour les statistiques.", nature=gettext(NATURES[entry.nature]))


def _contested(_case: OpenedCase, entry: NatureContested) -> str:
    was = gettext(NATURES[entry.was])
    return gettext("Le personnel avait précisé : %(nature)s.", nature=was.lower())


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "set_nature",
        "nature",
        "nature",
        Permission.SET_NATURE,
        to_translate("C’est noté, pour les statistiques. Aucune date n’a changé."),
        _set,
        given=_choices,
        fields=("nature",),
        folder="nature",
    ),
)
ADDS = (
    Offer(
        "set_nature",
        to_translate("Dire ce que c’était, pour les statistiques"),
        Permission.SET_NATURE,
        _is_offered,
        rank=175,
        stage=Stage.SORT,
    ),
    CaseTag(_tag),
    RowTag(_row_tag),
    Rewording(OpenedCase, _is_thanked, TEXTS_OF_THANKS),
    Rewording(OpenedCase, _is_message, TEXTS),
    Rewording(Row, lambda row: row.nature is not None, TEXTS),
    CasePart("nature", Place.FACTS, "nature/_fact.html", _shown, rank=70),
    MissingWords("nature", "nature", to_translate("Choisissez ce que c’était")),
    MissingWords(
        "nature_contested",
        "nature",
        to_translate("La personne a dit que c’est une plainte : personne ne peut le refuser"),
    ),
    HistoryEntry(EntryKind.NATURE_SET, to_translate("Nature précisée"), _words),
    HistoryEntry(
        EntryKind.NATURE_CONTESTED,
        to_translate("La personne dit que c’est une plainte"),
        _contested,
    ),
    NewsTag(EntryKind.NATURE_CONTESTED, to_translate("C’est une plainte")),
)
