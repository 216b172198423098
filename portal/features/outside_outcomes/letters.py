"""The letter that tells the head of the service that an outside body told its outcome."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings

OUTCOME_TOLD = FixedStaffLetter(
    "outside_outcome",
    to_translate("issue chez un organisme extérieur"),
    to_translate(
        "Un organisme extérieur à qui la personne s’est adressée dit ce qu’est devenue cette "
        "plainte chez lui. L’historique le dit. Voyez ce qui reste à faire."
    ),
)
"""To the heads of the service; where nobody heads it, to the top authority."""

LETTERS = Wordings(to_others=(OUTCOME_TOLD,))
