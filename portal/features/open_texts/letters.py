"""The letter that tells whoever reads a text over that one waits: nothing waits untold."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings

TEXT_OFFERED = FixedStaffLetter(
    "text_offered",
    to_translate("un texte à relire avant publication"),
    to_translate(
        "La personne plaignante accepte que son texte paraisse dans les données ouvertes. "
        "Relisez-le : rien ne paraît avant."
    ),
)
"""To whoever handled the complaint, else to the heads of the service."""

LETTERS = Wordings(to_others=(TEXT_OFFERED,))
