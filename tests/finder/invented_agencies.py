"""A small invented set of agencies to find."""

from __future__ import annotations

from portal.domain.text import Text
from portal.finder.index import Subject, SubjectCategory

WATER = Subject(
    agency="water",
    names=("Régie des eaux", "Water board", "RDE"),
    aliases=("RDE", "aqueduc"),
    former_names=("Office des fontaines", "ODF"),
    categories=(
        SubjectCategory(
            "bill",
            Text("Facture d’eau", "Water bill"),
            words=("facture", "compteur d’eau", "water meter", "montant trop élevé"),
            examples=("Mon compteur tourne sans qu’un robinet soit ouvert",),
        ),
        SubjectCategory(
            "leak",
            Text("Fuite et inondation", "Leaks and floods"),
            words=("fuite", "inondation", "tuyau crevé", "burst pipe", "leak", "flooded basement"),
            examples=("L’eau coule dans la cave",),
            description=Text("Un bris du réseau.", "A break in the network."),
        ),
    ),
    mandate=Text("L’eau potable et les égouts.", "Drinking water and sewers."),
)
PARKS = Subject(
    agency="parks",
    names=("Société des parcs", "Parks society"),
    aliases=("jardins publics", "SES", "VERDUR"),
    categories=(
        SubjectCategory(
            "trees",
            Text("Arbres", "Trees"),
            words=("arbre", "branche", "élagage", "tree", "fallen branch"),
        ),
        SubjectCategory(
            "keepers",
            Text("Conduite d’un gardien", "Conduct of a keeper"),
            words=("gardien", "keeper", "garde impoli", "rude keeper"),
        ),
    ),
)
TOLLS = Subject(
    agency="tolls",
    names=("Bureau des péages", "Toll bureau"),
    aliases=("le péage", "carte de route"),
    categories=(
        SubjectCategory(
            "fine",
            Text("Contravention au péage", "Toll fine"),
            words=("contravention", "ticket", "fine", "car", "bridge", "pont", "facture de péage"),
        ),
    ),
)
SUBJECTS = (WATER, PARKS, TOLLS)
