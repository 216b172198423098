"""What goes along with a complaint, or a part of one, to another agency, in words."""

from __future__ import annotations

from portal.features.transfers.rules import Travels
from portal.words.catalogue import to_translate

TRAVELLING: dict[str, str] = {
    Travels.NAME: to_translate("le nom"),
    Travels.CONTACT: to_translate("les coordonnées"),
    Travels.DOCUMENTS: to_translate("les documents"),
    Travels.MESSAGES: to_translate("les échanges avec l’organisme"),
}
