"""The directory of bodies outside the portal: by kind, each with form, time and source."""

from __future__ import annotations

from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.settings.elsewhere import BodyKind, Elsewhere
from portal.agencies.settings.matching import folded
from portal.auth.access import public
from portal.pages.citizen import bp
from portal.pages.current import current_language, gettext, runtime
from portal.pages.kept import kept
from portal.pages.languages import localized
from portal.pages.shown.before_filing import OtherBody, other_body
from portal.words.catalogue import to_translate

KINDS: dict[BodyKind, str] = {
    BodyKind.FEDERAL: to_translate("Gouvernement du Canada"),
    BodyKind.PROVINCE: to_translate("Autres provinces et pays"),
    BodyKind.MUNICIPALITY: to_translate("Villes et municipalités"),
    BodyKind.TRANSIT: to_translate("Transport en commun et trains"),
    BodyKind.POLICE: to_translate("Police"),
    BodyKind.SCHOOL: to_translate("Écoles, garderies et universités"),
    BodyKind.PROFESSION: to_translate("Professionnels en pratique privée"),
    BodyKind.BANK: to_translate("Banques, caisses et placements"),
    BodyKind.INSURER: to_translate("Assurances"),
    BodyKind.TELECOM: to_translate("Téléphone et internet"),
    BodyKind.AIRLINE: to_translate("Avions et aéroports"),
    BodyKind.LANDLORD: to_translate("Logement et loyer"),
    BodyKind.MERCHANT: to_translate("Commerces, restaurants et produits"),
    BodyKind.NEIGHBOUR: to_translate("Voisinage"),
    BodyKind.COURT: to_translate("Juges et tribunaux"),
    BodyKind.EMPLOYER: to_translate("Employeurs"),
    BodyKind.LABOUR: to_translate("Syndicats et construction"),
    BodyKind.MEDIA: to_translate("Médias et réseaux sociaux"),
    BodyKind.POLITICS: to_translate("Personnes élues et élections"),
    BodyKind.MINISTRY: to_translate("Gouvernement du Québec, autres organismes"),
    BodyKind.SOCIAL: to_translate("Aide sociale, études et famille"),
    BodyKind.GAS: to_translate("Gaz et énergie"),
    BodyKind.LOTTERY: to_translate("Loteries et casinos"),
    BodyKind.CHURCH: to_translate("Églises, clubs et associations"),
    BodyKind.CONDO: to_translate("Copropriétés"),
    BodyKind.PRIVATE: to_translate("Différends privés et fraudes"),
    BodyKind.HEALTH: to_translate("Soins privés et aide aux plaintes"),
}


class BodiesOfKind(Struct, frozen=True):
    """The bodies of one kind, by their names."""

    code: str
    name: str
    bodies: list[OtherBody]


@localized(bp, fr="/hors-portail", en="/elsewhere")
@public
@kept()
def elsewhere() -> ResponseReturnValue:
    """List the bodies outside the portal, in the order of the alphabet."""
    return render_template("citizen/elsewhere.html", kinds=_by_kind())


def _by_kind() -> list[BodiesOfKind]:
    language = current_language()

    def sorted_by(body: Elsewhere) -> tuple[str, str]:
        return _kind_of(body), folded(body.body.text.in_(language))

    every = sorted(runtime().agencies.portal.elsewhere, key=sorted_by)
    kinds = [
        BodiesOfKind(kind, gettext(KINDS[kind]), [other_body(body) for body in bodies])
        for kind, bodies in groupby(every, _kind_of)
    ]
    return sorted(kinds, key=lambda kind: folded(kind.name))


def _kind_of(body: Elsewhere) -> BodyKind:
    """Return the kind of a body; those of a release from before there were kinds are private."""
    return body.kind or BodyKind.PRIVATE
