"""What each part of the settings is called for people who never saw the file, and what it may say.

The keys are those of the file. Where one key means different things, the name belongs to the key
with the one that it stands below.
"""

from __future__ import annotations

from collections.abc import Mapping

from portal.pages.settings.forms.deadlines import STAGE_NAMES
from portal.pages.settings.forms.letters import LANGUAGE_NAMES, USE_NAMES
from portal.pages.settings.forms.notices import DANGER_NAMES, DECISION_NAMES, KIND_NAMES
from portal.pages.settings.forms.questions import KIND_NAMES as ANSWER_NAMES
from portal.pages.settings.forms.who_handles import FINDINGS
from portal.words.catalogue import to_translate

BELOW: dict[tuple[str, str], str] = {
    ("deadlines", "answer"): to_translate("Réponse"),
    ("second_reader", "answers"): to_translate("Réponses relues"),
    ("grouping", "complaints"): to_translate("Nombre de plaintes semblables"),
    ("grouping", "days"): to_translate("Nombre de jours"),
    ("extension", "times"): to_translate("Nombre de fois"),
    ("pauses", "times"): to_translate("Nombre de fois"),
    ("pauses", "at_most"): to_translate("Durée la plus longue"),
    ("extension", "at_most"): to_translate("Durée la plus longue"),
    ("recourses", "deadline"): to_translate("Jusqu’à quand"),
    ("agency", "name"): to_translate("Nom de l’organisme"),
    ("jargon", "words"): to_translate("Mot du métier"),
    ("channels", "post"): to_translate("Adresse postale"),
    ("channels", "hours"): to_translate("Heures du service"),
}
"""The names of keys that mean something else below another key."""

KEYS: dict[str, str] = {
    **{stage: name for stage, name in STAGE_NAMES.items() if stage != "answer"},
    "fr": to_translate("en français"),
    "en": to_translate("en anglais"),
    "schema": to_translate("Forme du fichier"),
    "agency": to_translate("L’organisme"),
    "code": to_translate("Code"),
    "to": to_translate("Poste"),
    "on": to_translate("Jour"),
    "name": to_translate("Nom"),
    "short_name": to_translate("Nom court"),
    "service": to_translate("Titre du service des plaintes"),
    "mandate": to_translate("Ce que l’organisme traite"),
    "not_handled": to_translate("Ce que l’organisme ne traite pas"),
    "everyday": to_translate("Ce dont on se plaint, en mots de tous les jours"),
    "aliases": to_translate("Autres noms"),
    "signs": to_translate("Mots qui disent son pays"),
    "successor_of": to_translate("Organismes remplacés"),
    "until": to_translate("Dernier jour"),
    "languages": to_translate("Langues"),
    "plugin": to_translate("Module de l’organisme"),
    "two_to_publish": to_translate("Une autre personne publie"),
    "sample": to_translate("Configuration d’exemple"),
    "verified_on": to_translate("Vérifié le"),
    "website": to_translate("Site web"),
    "web": to_translate("Par ce portail"),
    "email": to_translate("Courriel"),
    "phone": to_translate("Téléphone"),
    "relay": to_translate("Relais pour personnes sourdes"),
    "fax": to_translate("Télécopieur"),
    "counter": to_translate("Comptoir"),
    "hours": to_translate("Heures d’ouverture"),
    "channels": to_translate("Façons de porter plainte"),
    "territory": to_translate("Territoire"),
    "municipalities": to_translate("Municipalités"),
    "postal": to_translate("Codes postaux"),
    "elsewhere": to_translate("Qui reçoit les plaintes d’ailleurs"),
    "staff_page": to_translate("Page du personnel"),
    "text": to_translate("Texte"),
    "calendar": to_translate("Calendrier"),
    "jurisdiction": to_translate("Jours fériés"),
    "extra_closures": to_translate("Autres jours de fermeture"),
    "weekend": to_translate("S’il tombe en fin de semaine"),
    "timezone": to_translate("Fuseau horaire"),
    "changes": to_translate("Changements à venir"),
    "from": to_translate("À partir de"),
    "deadlines": to_translate("Délais"),
    "within": to_translate("Délai"),
    "basis": to_translate("Ce sur quoi il repose"),
    "confidence": to_translate("D’où on le sait"),
    "source": to_translate("Source"),
    "extension": to_translate("Prolongation"),
    "silence": to_translate("Recours ouvert par le silence"),
    "starts": to_translate("Départ du délai"),
    "complete_within": to_translate("Temps pour dire le dossier complet"),
    "complete_confidence": to_translate("D’où on sait ce temps"),
    "pauses": to_translate("Suspension du délai"),
    "reopening": to_translate("Reprise d’une plainte fermée"),
    "units": to_translate("Unités"),
    "categories": to_translate("Catégories"),
    "default_category": to_translate("Catégorie par défaut"),
    "description": to_translate("Description"),
    "theme": to_translate("Thème"),
    "unit": to_translate("Unité qui reçoit la plainte"),
    "words": to_translate("Mots reconnus"),
    "examples": to_translate("Exemples de plaintes"),
    "formerly": to_translate("Prend la place de"),
    "retired": to_translate("N’est plus offerte"),
    "questions": to_translate("Questions"),
    "label": to_translate("Question"),
    "hint": to_translate("Aide"),
    "kind": to_translate("Sorte"),
    "required": to_translate("Réponse nécessaire"),
    "choices": to_translate("Choix"),
    "pattern": to_translate("Forme de la réponse"),
    "pattern_hint": to_translate("Aide sur la forme de la réponse"),
    "minimum": to_translate("Plus petit nombre"),
    "maximum": to_translate("Plus grand nombre"),
    "future": to_translate("Date à venir permise"),
    "max_length": to_translate("Longueur la plus grande"),
    "escalation": to_translate("Paliers"),
    "title": to_translate("Titre"),
    "top_authority": to_translate("Plus haute autorité"),
    "recourses": to_translate("Autres recours"),
    "body": to_translate("Qui peut aider"),
    "how": to_translate("Comment s’y adresser"),
    "deadline": to_translate("Jusqu’à quand"),
    "link": to_translate("Adresse de sa page"),
    "link_en": to_translate("Adresse de sa page en anglais"),
    "review": to_translate("Révision par l’organisme"),
    "next_open_day": to_translate("Reporté au jour ouvert suivant"),
    "notices": to_translate("Avis avant de porter plainte"),
    "when": to_translate("Montré pour"),
    "danger": to_translate("Dangers"),
    "decision": to_translate("Décisions contestées"),
    "answers": to_translate("Réponses aux questions"),
    "question": to_translate("Question"),
    "answer": to_translate("Réponse"),
    "phones": to_translate("Numéros à appeler"),
    "number": to_translate("Numéro"),
    "redirects": to_translate("Autres chemins"),
    "form": to_translate("Formulaire"),
    "form_en": to_translate("Formulaire en anglais"),
    "urgency": to_translate("Ce qui paraît urgent"),
    "criteria": to_translate("Critères de conclusion"),
    "finding": to_translate("Conclusion"),
    "remedies": to_translate("Ce qui peut être donné à une personne"),
    "decided_by": to_translate("Qui le décide"),
    "up_to": to_translate("Jusqu’à combien, en dollars"),
    "letters": to_translate("Textes des lettres"),
    "use": to_translate("Lettre"),
    "second_reader": to_translate("Relecture avant l’envoi"),
    "representation": to_translate("Plaintes pour une autre personne"),
    "proof": to_translate("Preuve demandée"),
    "answers_without": to_translate("Ce qui est répondu sans preuve"),
    "jargon": to_translate("Mots du métier"),
    "language": to_translate("Langue"),
    "instead": to_translate("Mot plus simple"),
    "grouping": to_translate("Plaintes semblables"),
    "propose": to_translate("Proposer des groupes"),
    "times": to_translate("Nombre de fois"),
    "at_most": to_translate("Durée la plus longue"),
    "complaints": to_translate("Plaintes"),
    "days": to_translate("Jours"),
    "post": to_translate("Adresse postale"),
}
"""What each key of the file is called; a part that a feature adds has the name of its form."""

_CONFIDENCE = {
    "sourced": to_translate("confirmé par sa source"),
    "inferred": to_translate("déduit d’une source"),
    "assumed": to_translate("valeur d’exemple"),
}
_LANGUAGES = {str(code): name for code, name in LANGUAGE_NAMES.items()}
VALUES: dict[str, Mapping[str, str]] = {
    "confidence": _CONFIDENCE,
    "complete_confidence": _CONFIDENCE,
    "weekend": {
        "before": to_translate("le jour ouvrable d’avant"),
        "after": to_translate("le jour ouvrable d’après"),
        "stay": to_translate("ce jour même"),
    },
    "kind": {
        **{kind.value: name for kind, name in KIND_NAMES.items()},
        **{kind.value: name for kind, name in ANSWER_NAMES.items()},
    },
    "use": {use.value: name for use, name in USE_NAMES.items()},
    "finding": FINDINGS,
    "danger": DANGER_NAMES,
    "decision": DECISION_NAMES,
    "language": _LANGUAGES,
    "languages": _LANGUAGES,
    "starts": {
        "received": to_translate("la réception de la plainte"),
        "complete_file": to_translate("le dossier complet"),
        "answer": to_translate("la réponse à la plainte"),
    },
    "proof": {
        "always": to_translate("Pour tous les sujets"),
        "categories": to_translate("Pour certaines catégories"),
        "never": to_translate("Jamais"),
    },
    "answers": {
        "always": to_translate("Toutes"),
        "categories": to_translate("Celles de certaines catégories"),
    },
    "answers_without": {
        "general": to_translate("En termes généraux, sans parler du dossier de la personne"),
        "full": to_translate("En entier"),
    },
}
"""What the values of some keys are called."""

LENGTHS = frozenset({"within", "at_most", "complete_within"})
DAYS = frozenset({"verified_on", "until", "from"})
CODES: dict[str, str] = {
    "categories": "categories",
    "default_category": "categories",
    "formerly": "categories",
    "unit": "units",
    "silence": "recourses",
    "question": "questions",
}
"""Keys whose values are codes, each with the list in which these have their names."""


def key_name(key: str, below: str = "") -> str:
    """Return the name of a key of the settings, in French: the text of the catalogue."""
    own = key.rstrip("_")
    return BELOW.get((below, own)) or KEYS.get(own, own)
