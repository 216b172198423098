"""Examples of two invented agencies, and of what belongs to nobody."""

from __future__ import annotations

from portal.finder.learned.examples import NOBODY, Example, Label
from portal.finder.learned.learned import learned_from

_TEXTS = {
    Label("water", "bill"): (
        "Ma facture d’eau a triplé sans raison",
        "My water bill went up though I was away all winter",
        "Le compteur d’eau tourne quand tout est fermé",
    ),
    Label("water", "leak"): (
        "Un tuyau crevé inonde ma cave depuis hier",
        "The burst pipe in my street floods the cellar",
        "Fuite d’eau devant chez nous, personne ne vient",
    ),
    Label("parks", "trees"): (
        "Une branche morte pend au-dessus du sentier",
        "A rotten tree fell across the trail",
        "Les arbres du parc ne sont jamais élagués",
    ),
    Label("parks", "keepers"): (
        "Le gardien du parc a crié après mes enfants",
        "The keeper was rude at the gate",
        "Un gardien nous a chassés du parc sans raison",
    ),
    Label(NOBODY, "bank"): (
        "Ma banque a bloqué ma carte de crédit",
        "The bank charges me fees I never agreed to",
    ),
    Label(NOBODY, "school"): (
        "L’école de ma fille ne répond pas",
        "The teacher lost my son’s homework",
    ),
}
EXAMPLES = tuple(
    Example(label, "fr", frozenset(), text) for label, texts in _TEXTS.items() for text in texts
)
LEARNED = learned_from(EXAMPLES)
