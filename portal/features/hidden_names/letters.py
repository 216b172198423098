"""The letters about a name that stays hidden: what the service asks, and what the person said."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.parts import FixedComplainantLetter
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings

NAME_ASKED_FOR = FixedComplainantLetter(
    "name_asked_for",
    to_translate("Plainte %(number)s : une question sur votre nom"),
    to_translate("Le service des plaintes vous demande de ne plus cacher votre nom"),
    (
        to_translate("Vous décidez. Si vous ne répondez pas, votre nom reste caché."),
        to_translate("La raison est sur votre page de suivi, où vous pouvez répondre."),
    ),
)
NAME_ANSWERED = FixedStaffLetter(
    "name_answered",
    to_translate("réponse sur le nom caché"),
    to_translate(
        "La personne a répondu à votre demande de ne plus cacher son nom. Sa réponse est dans "
        "l’historique de la plainte."
    ),
)
LETTERS = Wordings(to_citizens=(NAME_ASKED_FOR,), to_others=(NAME_ANSWERED,))
