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
CONFLICT_OF_WRITER = FixedStaffLetter(
    "conflict_of_writer",
    to_translate("la personne visée l’a inscrite"),
    to_translate(
        "Cette plainte vise une personne de l’organisme, ou son nom s’y trouve. Cette personne l’a "
        "elle-même inscrite : elle en a vu le récit et le code d’accès. Elle est tenue à l’écart. "
        "Si c’est une autre personne du même nom, levez la mise à l’écart."
    ),
)
"""Whom it concerns wrote it down, and was shown what opens it."""

STEPPED_BACK = FixedStaffLetter(
    "stepped_back",
    to_translate("une personne ne s’en occupe pas"),
    to_translate(
        "Une personne de l’organisme ne s’occupe pas de cette plainte, et ne la voit plus. Elle "
        "n’a pas à dire pourquoi. Vérifiez à qui la plainte est confiée."
    ),
)
"""Somebody withdrew: whether it is about them is not asked, and not said."""

CONFLICT_AT_TOP = FixedStaffLetter(
    "conflict_at_top",
    to_translate("la plus haute autorité est à l’écart"),
    to_translate(
        "La plus haute autorité de l’organisme ne s’occupe pas de cette plainte. "
        "Le recours externe est indiqué à la personne plaignante. "
        "Le personnel qui vérifie le portail peut lever la mise à l’écart, avec un motif."
    ),
)
"""To whoever runs the portal: nobody of the agency may decide over a complaint."""


NOBODY_INSIDE = FixedStaffLetter(
    "nobody_inside",
    to_translate("personne ne peut l’ouvrir"),
    to_translate(
        "Toutes les personnes qui pourraient ouvrir cette plainte en sont tenues à l’écart. "
        "Le guichet ne peut pas la lire non plus. Donnez l’accès à une personne qui n’est pas en "
        "cause, ou faites lever une mise à l’écart par le personnel qui vérifie le portail."
    ),
)
"""To whoever runs the portal: nobody of the agency, nor of the intake desk, may open it."""


LETTERS = Wordings(
    to_others=(CONFLICT_NOTED, CONFLICT_OF_WRITER, STEPPED_BACK, CONFLICT_AT_TOP, NOBODY_INSIDE)
)
