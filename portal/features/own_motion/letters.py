"""The letter about a file that the service opened by itself: its report is there to be read."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FILE_FOOTER, FixedStaffLetter
from portal.words.letters.writing import Wordings

REPORT_READY = FixedStaffLetter(
    "report_ready",
    to_translate("le rapport est prêt"),
    to_translate(
        "Le service des plaintes a ouvert ce dossier de sa propre initiative. Son rapport vous est "
        "adressé : vous le lisez dans le dossier."
    ),
    FILE_FOOTER,
)

LETTERS = Wordings(to_others=(REPORT_READY,))
