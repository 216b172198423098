"""The words for how a complainant is answered: by what means, for whom, with what adaptations."""

from __future__ import annotations

from portal.domain.complaint import FiledFor, ReplyBy
from portal.words.catalogue import to_translate

FILED_FOR_WORDS: dict[FiledFor, str] = {
    FiledFor.SELF: to_translate("Pour moi"),
    FiledFor.OTHER: to_translate("Pour une autre personne"),
    FiledFor.ANONYMOUS: to_translate("Je veux rester anonyme"),
}

REPLY_BY_WORDS: dict[ReplyBy, str] = {
    ReplyBy.EMAIL: to_translate("Courriel"),
    ReplyBy.POST: to_translate("Lettre par la poste"),
    ReplyBy.PHONE: to_translate("Téléphone"),
    ReplyBy.TEXT: to_translate("Texto"),
    ReplyBy.NONE: to_translate("Aucun : je suivrai ma plainte ici"),
}

NEED_WORDS: dict[str, str] = {
    "large_print": to_translate("Gros caractères"),
    "braille": to_translate("Braille"),
    "audio": to_translate("Audio"),
    "sign_language": to_translate("Langue des signes ou service de relais"),
    "explanations": to_translate("Explications au téléphone ou en personne"),
}

AGREED = "yes"
"""What is kept when the person concerned agrees; any other text says why it cannot be given."""
