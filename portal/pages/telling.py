"""Who is told by a letter, in words that are true however this installation sends letters.

What was just done put a letter into the outbox: it is about to leave, and has told nobody yet.
Where no letter leaves, what is done tells somebody only by what they read in the portal.
"""

from __future__ import annotations

from collections.abc import Callable

from portal.domain.complaint import ReplyBy
from portal.pages.current import gettext, runtime
from portal.words.catalogue import to_translate


def if_letters_leave(words: str) -> str:
    """Return words about a letter that tells somebody; nothing where no letter leaves."""
    return words if runtime().letters_leave else ""


def by_letter(words: str) -> Callable[[object], str]:
    """Return what an action `tells`, whatever its thing is, where letters leave."""
    return lambda _thing: if_letters_leave(gettext(words))


def complainant_told(reply_by: str) -> str:
    """Return how a complainant learns of what is done, by the means they chose, or HELD.

    Where there is NOBODY to tell, that is nothing.
    """
    if reply_by == NOBODY:
        return ""
    if reply_by == ReplyBy.EMAIL and not runtime().letters_leave:
        return gettext(_ON_THEIR_PAGE)
    return gettext(_BY_MEANS.get(reply_by, _ON_THEIR_PAGE))


UNACKNOWLEDGED = to_translate(
    "Aucun accusé de réception n’est parti : trop de plaintes ont donné la même adresse en peu de"
    " temps."
)
"""What a history says of a complaint whose sending no letter told."""

HELD = "held"
"""Instead of a means: they chose the post or the telephone, and the agency may not read where."""

UNTOLD = "untold"
"""Instead of a means: they chose the post or the telephone, and it is not released who they are."""

UNKNOWN = "unknown"
"""Instead of a means: letters would go on paper, and nobody knows where."""

NOBODY = "nobody"
"""Instead of a means: the service opened the file by itself, and nobody complains in it."""

_ON_THEIR_PAGE = to_translate("La page de suivi de la personne le dit.")
_BY_MEANS: dict[str, str] = {
    ReplyBy.EMAIL: to_translate("Un courriel part pour en avertir la personne."),
    ReplyBy.TEXT: to_translate("Un texto part pour en avertir la personne."),
    ReplyBy.POST: to_translate("Une lettre pour la personne est à imprimer et à poster."),
    ReplyBy.PHONE: to_translate(
        "La page de suivi de la personne le dit. Elle a choisi le téléphone : appelez-la."
    ),
    UNKNOWN: to_translate(
        "Personne ne sait où écrire à la personne : les lettres attendent qu’on le sache."
    ),
    UNTOLD: to_translate(
        "La page de suivi de la personne le dit. Vous ne voyez pas comment la joindre : "
        "demandez-le sur la page de la plainte."
    ),
    HELD: to_translate(
        "La page de suivi de la personne le dit. Vous ne pouvez ni l’appeler ni lui poster de "
        "lettre : elle a retenu ses coordonnées."
    ),
}
