"""The letter to whoever handles a complaint whose answer does not meet it."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedStaffLetter

ANSWER_JUDGED = FixedStaffLetter(
    "answer_judged",
    to_translate("la réponse ne suffit pas"),
    to_translate(
        "La personne plaignante dit que la réponse ne répond pas à sa plainte, "
        "ou qu’en partie. Lisez pourquoi, et voyez ce qui peut encore être fait."
    ),
)

TO_STAFF = (ANSWER_JUDGED,)
