"""The letter to whoever handles a complaint of which the answer does not meet it."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings

ANSWER_JUDGED = FixedStaffLetter(
    "answer_judged",
    to_translate("la réponse ne suffit pas"),
    to_translate(
        "La personne plaignante dit que la réponse ne répond pas à sa plainte, "
        "ou qu’en partie. Lisez pourquoi, et voyez ce qui peut encore être fait."
    ),
)


LETTERS = Wordings(to_others=(ANSWER_JUDGED,))
