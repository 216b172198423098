"""A limit on contact on the page of whoever complained: what is limited, why, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.history import EntryKind
from portal.features.contact_limits.citizen import limit_of, means_of
from portal.features.contact_limits.words import MEANS
from portal.pages.citizen.case_summary import Standing
from portal.pages.citizen.contributions import NOTICES, PagePart
from portal.pages.shown.history_words import Around, ToldWords, told_day
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


def _limit(standing: Standing) -> Mapping[str, Any] | None:
    limit = limit_of(standing.complaint.id)
    return None if limit is None else {"limit": limit, "means": means_of(limit)}


def _limited(facts: Mapping[str, Any], _around: Around) -> str:
    means = "; ".join(gettext(MEANS[one]) for one in facts["means"])
    return gettext("%(means)s. Jusqu’au %(day)s.", means=means, day=told_day(facts["last_day"]))


def _reviewed(facts: Mapping[str, Any], _around: Around) -> str:
    if facts["goes_on"]:
        return gettext("Elle continue jusqu’à sa date.")
    return gettext("Elle prend fin maintenant.")


FOLLOW_PART = (
    PagePart(NOTICES, "contact_limits/_limited.html", _limit),
    ToldWords(EntryKind.CONTACT_LIMITED, to_translate("Échanges limités pour un temps"), _limited),
    ToldWords(
        EntryKind.LIMIT_REVIEW_ASKED, to_translate("Vous avez demandé la révision de la limite")
    ),
    ToldWords(
        EntryKind.LIMIT_REVIEWED, to_translate("La limite de contact a été révisée"), _reviewed
    ),
    ToldWords(EntryKind.LIMIT_ENDED, to_translate("La limite de contact a pris fin")),
)
