"""Invented stories: an agency's own examples, and what people add to them."""

from __future__ import annotations

import re
from random import Random

from portal.domain.category import Category
from portal.domain.conclusion import Finding
from portal.domain.text import Language, Text

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

_LATE = Text(
    "L’équipe n’a pas respecté le délai annoncé. Les vérifications faites le montrent.",
    "The team did not keep to the time announced. The checks made show it.",
)
_IN_TIME = Text(
    "L’équipe a respecté le délai annoncé. Les vérifications faites le montrent.",
    "The team kept to the time announced. The checks made show it.",
)
_REASONS = {
    Finding.FOUNDED: _LATE,
    Finding.PARTLY_FOUNDED: _LATE,
    Finding.UNFOUNDED: _IN_TIME,
    Finding.INADMISSIBLE: Text(
        "La plainte porte sur une décision, qui a sa propre révision.",
        "The complaint is about a decision, which has its own review.",
    ),
    Finding.SETTLED: Text(
        "Ce que vous demandiez a été fait pendant que nous examinions la plainte.",
        "What you asked for was done while we examined the complaint.",
    ),
}
_NOT_OUR_FAULT = (Finding.UNFOUNDED, Finding.INADMISSIBLE)

WHY_AGAIN = Text(
    "On m’avait annoncé une confirmation par la poste. Trois semaines plus tard, rien.",
    "I was told that a confirmation would come by post. Three weeks later, nothing.",
)
"""Why a complainant asks that the complaint be taken up again."""

WHY_LATER = Text(
    "Une vérification auprès d’une autre équipe n’est pas terminée. Nous en avons besoin.",
    "A check with another team is not finished. We need it to answer you.",
)
"""Why an answer is put off."""

QUESTION = Text(
    "À quel endroit et à quelle date cela s’est-il passé, au jour près?",
    "Where did this happen, and on what day exactly?",
)
"""What an officer asks of the complainant."""

REPLY = Text(
    "C’était le 3 du mois, au comptoir du bureau de ma région.",
    "It was on the 3rd of the month, at the counter of my regional office.",
)
"""What a complainant answers to that."""

REMARK = Text(
    "Dites à la personne à quelle date la somme sera versée, et retirez le sigle.",
    "Tell the person on which day the amount will be paid, and take the acronym out.",
)
"""What a second reader asks to be changed."""

MEASURE = Text(
    "Rappel de la règle à toute l’équipe et suivi des demandes en attente chaque semaine.",
    "The rule is explained again to the team, and waiting requests are reviewed weekly.",
)
"""A corrective measure."""

QUESTION_INSIDE = Text(
    "Que dit votre registre des appels de la semaine dernière, et qui y a répondu?",
    "What does your register of calls say for last week, and who answered them?",
)
"""What a complaints service asks somebody of the agency."""

INFORMATION = Text(
    "Trois appels sont inscrits. Personne n’a rappelé : le dossier était entre deux équipes.",
    "Three calls are listed. Nobody called back: the file was between two teams.",
)
"""What somebody of the agency answers to that."""

REPRISAL = Text(
    "Depuis ma plainte, la même personne refuse de me servir au comptoir. Elle a dit devant"
    " tout le monde que je devrais la retirer.",
    "Since I complained, the same person refuses to serve me at the counter. They said in"
    " front of everybody that I should withdraw it.",
)
"""What a complainant tells of reprisals."""

WHY_TAKEN_BACK = Text(
    "Vérification faite auprès du service concerné, c’est bien à nous de vous répondre.",
    "We checked with the unit concerned: it is indeed for us to answer you.",
)
"""Why an officer takes a proposed transfer back."""

WHY_TRANSFERRED = Text(
    "Ce que la personne raconte dépend de cet organisme : nous ne pouvons pas le corriger.",
    "What the person tells depends on this agency: we cannot put it right.",
)
"""Why an officer proposes a complaint to another agency."""

_NAMING = Text(
    "C’est {name} qui m’a raccroché au nez quand j’ai demandé la date.",
    "It was {name} who hung up on me when I asked for the date.",
)

NEED = Text(
    "À cause de cela, nous sommes sans chauffage, avec deux jeunes enfants.",
    "Because of this we have no heating, with two small children.",
)
"""What somebody writes who cannot wait."""

TOO_MANY_CALLS = Text(
    "Quarante appels en trois jours, avec des injures, après deux avis écrits.",
    "Forty calls in three days, with insults, after two written warnings.",
)
"""Why contact with somebody is limited."""

WHY_REVIEW_LIMIT = Text(
    "J’ai appelé parce que personne ne me rappelait. Écrire m’est difficile.",
    "I called because nobody called me back. Writing is hard for me.",
)
"""Why somebody asks that a limit on contact be reviewed."""


def story(category: Category, language: Language, random: Random) -> str:
    """Return an invented complainant's story about this category."""
    examples = [example for example in category.examples if _language_of(example) == language]
    example = random.choice(examples) if examples else category.name.in_(language)
    sentences = (random.choice(_BEFORE[language]), f"{example.rstrip('.')}.")
    more = random.sample(_AFTER[language], k=random.randint(1, 3))
    return " ".join(filter(None, (*sentences, *more)))


def reasons(finding: Finding, language: Language) -> str:
    """Return the invented reasons for a finding."""
    return _REASONS[finding].in_(language)


def answer(language: Language, random: Random, finding: Finding | None = None) -> str:
    """Return an invented answer of a complaints service, one that agrees with its finding."""
    any_answer = random.choice(_ANSWERS[language])
    if finding is None:
        return any_answer
    at_fault, in_order = _ANSWERS[language]
    return in_order if finding in _NOT_OUR_FAULT else at_fault


def naming(name: str, language: Language) -> str:
    """Return what somebody writes about a member of the staff, by name."""
    return _NAMING.in_(language).format(name=name)


def _language_of(example: str) -> Language:
    """Tell an example's language by its small words: settings list both together."""
    words = set(re.findall(r"[a-zà-ÿ]+", example.lower()))
    return "en" if words & _SMALL_ENGLISH_WORDS else "fr"
