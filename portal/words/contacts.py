"""How somebody was reached, in words that stand within a sentence."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.contact import Contact
from portal.words.catalogue import gettext_in, to_translate
from portal.words.dates import moment_words

CONTACTS: dict[str, str] = {
    Contact.PHONE: to_translate("au téléphone"),
    Contact.IN_PERSON: to_translate("en personne"),
    Contact.VIDEO: to_translate("en visioconférence"),
    Contact.EMAIL: to_translate("par courriel"),
    Contact.TEXT: to_translate("par texto"),
    Contact.POST: to_translate("par lettre"),
    Contact.SOCIAL: to_translate("sur un réseau social"),
}
_WHEN = to_translate("le %(moment)s, %(way)s")


def reached_words(way: str, at: datetime | None, zone: ZoneInfo, language: str) -> str:
    """Return when somebody was reached and how: "le 3 juin 2026 à 10 h, au téléphone"."""
    words = gettext_in(language, CONTACTS[way]) if way in CONTACTS else way
    if at is None:
        return words
    moment = moment_words(at, zone, language)
    return gettext_in(language, _WHEN, moment=moment, way=words)
