"""Invented stories: an agency's own examples, and what people add to them."""

from __future__ import annotations

import re
from random import Random

from portal.domain.category import Category
from portal.domain.text import Language

_SMALL_ENGLISH_WORDS = frozenset(
    ("the", "my", "is", "was", "to", "and", "they", "of", "for", "their", "it", "at", "were")
)
_BEFORE = {
    "fr": ("Bonjour.", "Je vous écris parce que je suis à bout.", "Voici ce qui est arrivé.", ""),
    "en": (
        "Hello.",
        "I am writing because I do not know what else to do.",
        "Here is what happened.",
        "",
    ),
}
_AFTER = {
    "fr": (
        "J’ai appelé trois fois et on m’a chaque fois promis un rappel qui n’est pas venu.",
        "J’attends depuis deux mois et personne ne peut me dire où en est mon dossier.",
        "Au comptoir, on m’a renvoyé à un autre bureau, qui m’a renvoyé au premier.",
        "Cette situation me cause des frais que je n’ai pas les moyens de payer.",
        "Je voudrais une explication claire et que l’erreur soit corrigée.",
        "J’ai gardé les lettres et je peux vous les envoyer.",
    ),
    "en": (
        "I called three times and was promised a call back that never came.",
        "I have been waiting for two months and nobody can tell me where things stand.",
        "At the counter they sent me to another office, which sent me back to the first.",
        "This is costing me money that I do not have.",
        "I would like a clear explanation and the mistake put right.",
        "I kept the letters and can send them to you.",
    ),
}
_ANSWERS = {
    "fr": (
        "Bonjour,\n\nNous avons repris votre plainte depuis le début. Votre demande était complète"
        " et aurait dû être traitée plus tôt. Elle l’est maintenant. Vous recevrez la confirmation"
        " par la poste.",
        "Bonjour,\n\nNous avons vérifié chaque étape avec l’équipe concernée. Le délai respecte la"
        " règle qui s’applique à votre demande. Voici pourquoi : un document nous est parvenu plus"
        " tard que les autres.",
    ),
    "en": (
        "Hello,\n\nWe went through your complaint from the beginning. Your request was complete"
        " and should have been handled earlier. It now is. You will receive confirmation by post.",
        "Hello,\n\nWe checked each step with the team concerned. The time taken follows the rule"
        " that applies to your request: one document reached us later than the others.",
    ),
}
_REASONS = {
    "fr": "L’équipe n’a pas respecté le délai annoncé. Les vérifications faites le montrent.",
    "en": "The team did not keep to the time announced. The checks made show it.",
}
_AGAIN = {
    "fr": "On m’avait annoncé une confirmation par la poste. Trois semaines plus tard, rien.",
    "en": "I was told that a confirmation would come by post. Three weeks later, nothing.",
}
_QUESTION = {
    "fr": "À quel endroit et à quelle date cela s’est-il passé, au jour près?",
    "en": "Where did this happen, and on what day exactly?",
}
_REMARK: dict[Language, str] = {
    "fr": "Dites à la personne à quelle date la somme sera versée, et retirez le sigle.",
    "en": "Tell the person on which day the amount will be paid, and take the acronym out.",
}
_MEASURE = {
    "fr": "Rappel de la règle à toute l’équipe et suivi des demandes en attente chaque semaine.",
    "en": "The rule is explained again to the team, and waiting requests are reviewed weekly.",
}
_QUESTIONS_INSIDE: dict[Language, str] = {
    "fr": "Que dit votre registre des appels de la semaine dernière, et qui y a répondu?",
    "en": "What does your register of calls say for last week, and who answered them?",
}
_INFORMATION: dict[Language, str] = {
    "fr": "Trois appels sont inscrits. Personne n’a rappelé : le dossier était entre deux équipes.",
    "en": "Three calls are listed. Nobody called back: the file was between two teams.",
}
_REPRISAL = {
    "fr": "Depuis ma plainte, la même personne refuse de me servir au comptoir. Elle a dit devant"
    " tout le monde que je devrais la retirer.",
    "en": "Since I complained, the same person refuses to serve me at the counter. They said in"
    " front of everybody that I should withdraw it.",
}

_TAKEN_BACK = {
    "fr": "Vérification faite auprès du service concerné, c’est bien à nous de vous répondre.",
    "en": "We checked with the unit concerned: it is indeed for us to answer you.",
}
_TRANSFERRED = {
    "fr": "Ce que la personne raconte dépend de cet organisme : nous ne pouvons pas le corriger.",
    "en": "What the person tells depends on this agency: we cannot put it right.",
}


def story(category: Category, language: Language, random: Random) -> str:
    """Return an invented complainant's story about this category."""
    examples = [example for example in category.examples if _language_of(example) == language]
    example = random.choice(examples) if examples else category.name.in_(language)
    sentences = (random.choice(_BEFORE[language]), f"{example.rstrip('.')}.")
    more = random.sample(_AFTER[language], k=random.randint(1, 3))
    return " ".join(filter(None, (*sentences, *more)))


def _language_of(example: str) -> Language:
    """Tell an example's language by its small words: settings list both together."""
    words = set(re.findall(r"[a-zà-ÿ]+", example.lower()))
    return "en" if words & _SMALL_ENGLISH_WORDS else "fr"


def answer(language: Language, random: Random) -> str:
    """Return an invented answer of a complaints service."""
    return random.choice(_ANSWERS[language])


def reasons(language: Language) -> str:
    """Return the invented reasons for a finding."""
    return _REASONS[language]


def reprisal(language: Language) -> str:
    """Return what an invented complainant tells of reprisals."""
    return _REPRISAL[language]


def question_inside(language: Language) -> str:
    """Return what an invented complaints service asks somebody of the agency."""
    return _QUESTIONS_INSIDE[language]


def information(language: Language) -> str:
    """Return what somebody of the agency answers to that."""
    return _INFORMATION[language]


def reason_for_review(language: Language) -> str:
    """Return why an invented complainant asks that the complaint be taken up again."""
    return _AGAIN[language]


def question(language: Language) -> str:
    """Return what an invented officer asks of the complainant."""
    return _QUESTION[language]


def why_transferred(language: Language) -> str:
    """Return why an invented officer proposes a complaint to another agency."""
    return _TRANSFERRED[language]


def remark(language: Language) -> str:
    """Return what an invented second reader asks to be changed."""
    return _REMARK[language]


def why_taken_back(language: Language) -> str:
    """Return why an invented officer takes a proposed transfer back."""
    return _TAKEN_BACK[language]


def measure(language: Language) -> str:
    """Return an invented corrective measure."""
    return _MEASURE[language]


_NAMING: dict[Language, str] = {
    "fr": "C’est {name} qui m’a raccroché au nez quand j’ai demandé la date.",
    "en": "It was {name} who hung up on me when I asked for the date.",
}
_NEED: dict[Language, str] = {
    "fr": "À cause de cela, nous sommes sans chauffage, avec deux jeunes enfants.",
    "en": "Because of this we have no heating, with two small children.",
}
_CALLS: dict[Language, str] = {
    "fr": "Quarante appels en trois jours, avec des injures, après deux avis écrits.",
    "en": "Forty calls in three days, with insults, after two written warnings.",
}


_WISH: dict[Language, str] = {
    "fr": "J’ai appelé parce que personne ne me rappelait. Écrire m’est difficile.",
    "en": "I called because nobody called me back. Writing is hard for me.",
}


def wish_for_review(language: Language) -> str:
    """Return why somebody asks that a limit on contact be reviewed."""
    return _WISH[language]


def naming(name: str, language: Language) -> str:
    """Return what somebody writes about a member of the staff, by name."""
    return _NAMING[language].format(name=name)


def need(language: Language) -> str:
    """Return what somebody writes who cannot wait."""
    return _NEED[language]


def too_many_calls(language: Language) -> str:
    """Return why contact with somebody is limited."""
    return _CALLS[language]
