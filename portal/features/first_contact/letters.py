"""The letter that tells the head of the service that nobody was in touch, as the person says."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings

CONTACT_DENIED = FixedStaffLetter(
    "contact_denied",
    to_translate("le premier contact est démenti"),
    to_translate(
        "Un premier contact est noté dans cette plainte. La personne plaignante dit qu’il n’a pas "
        "eu lieu : il ne compte pas, et reste dû. Voyez ce qui s’est passé, sans le lui reprocher."
    ),
)
"""To the heads of the service, never to whoever noted the contact alone."""

LETTERS = Wordings(to_others=(CONTACT_DENIED,))
