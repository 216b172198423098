"""The letter to those who may read an answer before it leaves."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedNotice
from portal.words.letters.writing import Wordings

TO_READ = FixedNotice(
    "to_read",
    30,
    to_translate("Réponse à relire"),
    to_translate("une réponse à relire"),
    to_translate(
        "Une réponse attend votre lecture avant de partir. "
        "Le délai promis à la personne court toujours."
    ),
    to_translate("une réponse attend votre lecture"),
)


LETTERS = Wordings(to_others=(TO_READ,))
