"""What a complainant says of an answer, on the office's page of a complaint."""

from __future__ import annotations

from portal.domain.history import EntryKind
from portal.features.satisfaction.words import VERDICTS
from portal.pages.office.case.contributions import Facts, HistoryEntry
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.wording import worded
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


def _which_verdict(_case: OpenedCase, facts: Facts) -> str:
    verdict = worded(VERDICTS, facts["verdict"])
    return gettext("Cela répond-il à la plainte? %(verdict)s.", verdict=verdict)


CASE_PAGE = (
    HistoryEntry(
        EntryKind.ANSWER_JUDGED,
        to_translate("La personne dit si la réponse lui convient"),
        _which_verdict,
    ),
)
