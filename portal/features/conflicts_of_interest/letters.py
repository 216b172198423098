"""The letters to the staff about a complaint that concerns one of them."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings

CONFLICT_NOTED = FixedStaffLetter(
    "conflict_noted",
    to_translate("elle vise une personne de l’organisme"),
    to_translate(
        "Cette plainte vise une personne de l’organisme, ou son nom s’y trouve. Cette personne "
        "est tenue à l’écart. Si c’est une autre personne du même nom, levez la mise à l’écart."
    ),
)
CONFLICT_AT_TOP = FixedStaffLetter(
    "conflict_at_top",
    to_translate("elle vise la plus haute autorité"),
    to_translate(
        "La plus haute autorité de l’organisme est tenue à l’écart de cette plainte, qui la vise. "
        "Le recours externe est indiqué à la personne plaignante. "
        "Le personnel qui vérifie le portail peut lever la mise à l’écart, avec un motif."
    ),
)
"""To whoever runs the portal: nobody of the agency may decide over a complaint."""


LETTERS = Wordings(to_others=(CONFLICT_NOTED, CONFLICT_AT_TOP))
