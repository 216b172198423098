"""The letters about a person whom whoever answers cannot reach, because nothing was released."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedStaffLetter, to_settings
from portal.words.letters.writing import Wordings

RELEASE_ASKED = FixedStaffLetter(
    "release_asked",
    to_translate("il faut joindre la personne"),
    to_translate(
        "Qui répond à cette plainte ne voit pas comment joindre la personne, qui a choisi le "
        "téléphone ou la poste. Révélez-lui ce qu’il faut, sous « Révéler l’identité à un "
        "palier », ou joignez vous-même la personne et notez-le."
    ),
)
NOBODY_RELEASES = FixedStaffLetter(
    "nobody_releases",
    to_translate("personne ne peut joindre la personne"),
    to_translate(
        "Qui répond à une plainte ne voit pas comment joindre la personne, et personne ne peut le "
        "lui révéler : le service des plaintes et la plus haute autorité sont absents ou tenus à "
        "l’écart. Donnez l’accès à une personne qui n’est pas en cause, ou faites remplacer les "
        "personnes absentes."
    ),
    button=to_settings,
)
"""To whoever gives people their roles: they need not see the complaint."""

RELEASED_TO_YOU = FixedStaffLetter(
    "identity_released_to_you",
    to_translate("on vous révèle qui se plaint"),
    to_translate(
        "Le service des plaintes, ou qui le remplace, vous révèle une partie de l’identité de la "
        "personne. Si elle attend un appel ou une lettre, joignez-la."
    ),
)

LETTERS = Wordings(to_others=(RELEASE_ASKED, NOBODY_RELEASES, RELEASED_TO_YOU))
