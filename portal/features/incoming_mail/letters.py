"""The letter that tells the staff that one of theirs came back: another way has to be found."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings

LETTER_RETURNED = FixedStaffLetter(
    "letter_returned",
    to_translate("un courriel n’a pas pu être remis"),
    to_translate(
        "Le serveur de la personne plaignante a refusé un courriel du portail. "
        "Joignez-la autrement : par téléphone, par la poste ou par une autre adresse."
    ),
)
"""To whoever handles the complaint, else to its post."""

LETTERS = Wordings(to_others=(LETTER_RETURNED,))
