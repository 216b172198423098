"""The letters to the staff: a complaint's number, what happened, and a link to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, Literal

from portal.words.catalogue import ngettext_in, to_translate
from portal.words.letters.about_history import HistoryAnchored
from portal.words.letters.layout import Action, Content, Entry, Items, Link, Paragraph, Part, Title
from portal.words.letters.letter import Letter, LetterContext, LetterKind, letter_read
from portal.words.letters.staff_parts import (
    INFORMATION,
    DueNotice,
    FixedNotice,
    FixedStaffLetter,
    Notice,
    PassedDate,
    promised_words,
    to_complaint,
    to_recommendation,
    to_requests,
    to_settings,
    to_work_list,
)

ASSIGNED = FixedStaffLetter(
    "assigned",
    to_translate("elle vous est attribuée"),
    to_translate("Cette plainte vous est attribuée."),
)
POST_VACANT = FixedNotice(
    "post_vacant",
    60,
    to_translate("Poste vacant"),
    to_translate("personne à un poste"),
    to_translate(
        "Sur le parcours de cette plainte, personne ne répond à un poste : il est vacant, ou "
        "son titulaire est absent sans être remplacé. Vérifiez qui occupe chaque poste, et "
        "qui remplace les personnes absentes."
    ),
    to_translate("un poste du parcours n’a pas de titulaire"),
)
TEXT_CAME_BACK = FixedNotice(
    "text_came_back",
    20,
    to_translate("Texte qui n’est pas parti"),
    to_translate("votre texte n’est pas parti"),
    to_translate(
        "Un texte que vous aviez confirmé n’est pas parti. Il vous attend au complet, avec "
        "la raison, tant que la plainte est dans votre organisme."
    ),
    to_translate("votre texte vous attend au complet"),
)
TEXT_NOT_SENT = FixedNotice(
    "text_not_sent",
    22,
    to_translate("Texte confirmé qui n’est pas parti"),
    to_translate("un texte confirmé n’est pas parti"),
    to_translate(
        "Un texte qui avait été confirmé n’est pas parti : la plainte a changé avant son envoi. "
        "Il est au complet dans l’historique de la plainte. La personne plaignante ne l’a pas reçu."
    ),
    to_translate("un texte confirmé est gardé dans l’historique"),
)
TEXT_NOT_OPENED = FixedNotice(
    "text_not_opened",
    21,
    to_translate("Texte confirmé qui ne peut plus être lu"),
    to_translate("un texte confirmé est illisible"),
    to_translate(
        "Un texte qui avait été confirmé n’est pas parti : ce qui en est gardé ne peut plus être "
        "lu. Il faut l’écrire de nouveau. La personne plaignante n’a rien reçu. Les réglages de "
        "l’organisme disent quoi montrer à la personne qui s’occupe de l’installation."
    ),
    to_translate("un texte confirmé est à écrire de nouveau"),
)
TEXT_LEFT_BEHIND = FixedStaffLetter(
    "text_left_behind",
    to_translate("votre texte n’est pas parti"),
    to_translate(
        "Un texte que vous aviez confirmé n’est pas parti : la plainte ne vous est plus ouverte. "
        "Il est gardé, au complet, pour les personnes qui la traitent."
    ),
    button=to_work_list,
)
"""To whoever may not open the complaint any more."""
NOBODY_IN_CHARGE = FixedNotice(
    "nobody_in_charge",
    50,
    to_translate("Personne n’en a la charge"),
    to_translate("personne n’en a la charge"),
    to_translate(
        "Une date approche ou est passée, et aucun membre actif n’a la charge de cette plainte. "
        "Donnez un titulaire à chaque poste du parcours, et un remplacement à chaque absence."
    ),
    to_translate("aucun membre actif n’a la charge de cette plainte"),
    # Administrators see no complaint.
    to_settings,
)


def _to_complaint_or_settings(context: LetterContext) -> Action:
    """Lead a head to the complaint, and administrators, who see none, to the settings."""
    return to_complaint(context) if context.opens else to_settings(context)


LETTER_UNREAD = FixedNotice(
    "letter_unread",
    55,
    to_translate("Lettre sans destinataire"),
    to_translate("une lettre n’a pas de destinataire"),
    to_translate(
        "Une lettre au personnel sur cette plainte était pour une adresse qu’aucun compte n’a "
        "plus : personne ne l’a reçue. Vérifiez qui a la charge de la plainte, et les adresses "
        "des comptes."
    ),
    to_translate("une lettre sur cette plainte n’a pas de destinataire"),
    _to_complaint_or_settings,
)
DECIDED = FixedStaffLetter(
    "decided",
    to_translate("une décision est rendue"),
    to_translate("La plus haute autorité a rendu une décision. Il reste à l’appliquer."),
)
REVIEW_FOR_YOU = FixedStaffLetter(
    "review_for_you",
    to_translate("une révision vous est demandée"),
    to_translate(
        "La personne plaignante demande qu’une autre personne examine sa plainte. "
        "Qui l’a traitée avant ne peut pas répondre à la révision."
    ),
)
WITHDRAWN_STAFF = FixedStaffLetter(
    "withdrawn_staff",
    to_translate("elle est retirée"),
    to_translate("La personne plaignante a retiré sa plainte. Plus rien n’est à faire."),
)


@dataclass(frozen=True, slots=True)
class NewFromPerson(Notice):
    """What the complainant sent since the reader was last told: `messages` and `documents`."""

    code = "new_message"
    place = 125
    title = to_translate("Message ou document reçu")
    messages: int = 1
    documents: int = 0

    def joined(self, other: Notice) -> NewFromPerson:
        assert isinstance(other, NewFromPerson)
        messages, documents = self.messages + other.messages, self.documents + other.documents
        return NewFromPerson(messages, documents)

    def words(self, context: LetterContext) -> tuple[str, str]:
        wrote = ngettext_in(
            context.language,
            "La personne plaignante a écrit un message.",
            "La personne plaignante a écrit %(num)s messages.",
            self.messages,
        )
        added = ngettext_in(
            context.language,
            "La personne plaignante a ajouté un document.",
            "La personne plaignante a ajouté %(num)s documents.",
            self.documents,
        )
        sentences = [wrote] * bool(self.messages) + [added] * bool(self.documents)
        return self.entry(context), " ".join(sentences)

    def entry(self, context: LetterContext) -> str:
        messages = ngettext_in(
            context.language, "un nouveau message", "%(num)s nouveaux messages", self.messages
        )
        documents = ngettext_in(
            context.language, "un nouveau document", "%(num)s nouveaux documents", self.documents
        )
        if not self.documents:
            return messages
        if not self.messages:
            return documents
        return context.gettext(
            "%(messages)s et %(documents)s", messages=messages, documents=documents
        )


_AT_YOURS = to_translate("elle est à votre palier")
_PASSED = {
    "passed": (
        _AT_YOURS,
        to_translate("Cette plainte vous est transmise, avec une question."),
    ),
    "missed": (
        _AT_YOURS,
        to_translate(
            "La date promise est passée sans réponse. La plainte est maintenant à votre palier."
        ),
    ),
    "conflict": (
        _AT_YOURS,
        to_translate(
            "La personne qui s’occupait de la plainte au palier précédent ne s’en occupe plus. La "
            "plainte est maintenant à votre palier, et la date promise reste la même."
        ),
    ),
    "urgent": (
        to_translate("elle est urgente"),
        to_translate(
            "La plainte est urgente et personne n’a agi à temps. Elle est maintenant à votre "
            "palier : agissez sans attendre."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class PassedToYou(DueNotice):
    """The complaint is now the reader's, and why: its answer was `missed`, or it was passed on."""

    code = "passed_to_you"
    place = 10
    title = to_translate("À votre palier")
    brief = to_translate("la réponse est en retard")
    is_late = True
    missed: bool = False
    why: Literal["conflict", "urgent"] | None = None
    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        about, sentence = _PASSED[self.why or ("missed" if self.missed else "passed")]
        return context.gettext(about), context.gettext(sentence)


@dataclass(frozen=True, slots=True)
class DateMissed(PassedDate):
    """A promised date passed: that of a kind of clock."""

    code = "date_missed"
    place = 70
    title = to_translate("Date promise passée")
    brief = to_translate("une date promise est passée")
    is_late = True
    clock: str


@dataclass(frozen=True, slots=True)
class StartedByItself(DueNotice):
    """The time to answer runs although nobody noted that the file is complete."""

    code = "started_by_itself"
    place = 110
    title = to_translate("Délai de réponse parti")
    brief = to_translate("le délai de réponse est parti de lui-même")
    about = to_translate("le délai de réponse est parti")
    sentence = to_translate(
        "Personne n’a noté que le dossier est complet. "
        "Le délai de réponse est parti de lui-même. La page de suivi de la personne le dit."
    )
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class ResumedByItself(DueNotice):
    """The time to answer goes on although the complainant did not reply in time."""

    code = "resumed_by_itself"
    place = 120
    title = to_translate("Délai de réponse reparti")
    brief = to_translate("le délai de réponse est reparti de lui-même")
    about = to_translate("le délai de réponse est reparti")
    sentence = to_translate(
        "La personne plaignante n’a pas répondu à temps à la question. "
        "Le délai de réponse est reparti de lui-même. La page de suivi de la personne le dit."
    )
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class ApproachingDate(Notice):
    """How much of a time has run, for what, and until which day.

    The time may be that of a `recommendation`, which has a page of its own.
    """

    code = "warning"
    place = 130
    title = to_translate("Échéance à venir")
    clock: str
    percent: int
    last_day: date | None = None
    recommendation: int | None = None

    @property
    def is_request(self) -> bool:
        """Whether the time is that of a request for information."""
        return self.clock == INFORMATION

    def words(self, context: LetterContext) -> tuple[str, str]:
        _, what = context.gettext, promised_words(context, self.clock)
        sentence = _("%(share)s du délai est écoulé.", share=context.share(self.percent))
        if self.last_day is None:
            return _("une échéance approche"), sentence
        day = context.day(self.last_day)
        if what:
            sentence += " " + _("À venir : %(what)s, au plus tard le %(day)s.", what=what, day=day)
        return _("échéance le %(day)s", day=day), sentence

    def entry(self, context: LetterContext) -> str:
        _, what = context.gettext, promised_words(context, self.clock)
        ran = _("%(share)s du délai est écoulé", share=context.share(self.percent))
        if what is None or self.last_day is None:
            return ran
        day = context.day(self.last_day)
        return _("%(what)s, au plus tard le %(day)s (%(ran)s)", what=what, day=day, ran=ran)

    @property
    def leads_elsewhere(self) -> bool:
        """Whether the time is for something that has a page of its own."""
        return self.is_request or self.recommendation is not None

    def action(self, context: LetterContext) -> Action:
        """Lead to whatever the time is for."""
        if self.is_request:
            return to_requests(context)
        if self.recommendation:
            return to_recommendation(context, self.recommendation)
        return to_complaint(context)


TO_STAFF: tuple[LetterKind, ...] = (
    *(
        ASSIGNED,
        NewFromPerson,
        POST_VACANT,
        TEXT_CAME_BACK,
        TEXT_NOT_SENT,
        TEXT_NOT_OPENED,
        TEXT_LEFT_BEHIND,
        NOBODY_IN_CHARGE,
        LETTER_UNREAD,
    ),
    *(DECIDED, REVIEW_FOR_YOU, WITHDRAWN_STAFF),
    *(PassedToYou, DateMissed, StartedByItself, ResumedByItself, ApproachingDate),
    HistoryAnchored,
)


_Listed = tuple[Notice, LetterContext]


@dataclass(frozen=True, slots=True)
class Digest(Letter):
    """Complaints with what each needs and by when: how many of each agency, and the first of them.

    Each that is `listed` is stored as its notice was, with its `kind`.
    """

    code = "digest"
    count: int
    agencies: Mapping[str, int]
    listed: tuple[Mapping[str, Any], ...]

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = ngettext_in(
            context.language,
            "%(num)s plainte demande votre attention",
            "%(num)s plaintes demandent votre attention",
            self.count,
        )
        listed = [_read(context, facts) for facts in self.listed]
        footer = _(
            "Ce courriel ne dit rien des personnes plaignantes. "
            "Connectez-vous pour lire leurs plaintes."
        )
        parts = [*self._sections(context, listed), *self._others(context)]
        return Content(subject, subject, [*parts, *self._ways(context, listed)], footer)

    def _sections(self, context: LetterContext, listed: Sequence[_Listed]) -> Iterator[Part]:
        """Yield what is said of each complaint, agency by agency, below what it is about."""
        for code in self.agencies:
            ours = [(notice, about) for notice, about in listed if about.agency == code]
            for title, group in groupby(ours, key=lambda entry: context.gettext(entry[0].title)):
                name = context.words(context.names.agencies[code]) if len(self.agencies) > 1 else ""
                yield Title(f"{name}, {title[0].lower()}{title[1:]}" if name else title)
                yield Items(
                    [
                        Entry(_called(about), notice.entry(about), notice.action(about).url)
                        for notice, about in group
                    ]
                )

    def _others(self, context: LetterContext) -> Iterator[Part]:
        others = self.count - len(self.listed)
        if others > 0:
            words = ngettext_in(context.language, "Et %(num)s autre.", "Et %(num)s autres.", others)
            yield Paragraph(words)

    def _ways(self, context: LetterContext, listed: Sequence[_Listed]) -> Iterator[Part]:
        """Yield the button of the agency with the most complaints, and links for the others."""
        first, *others = sorted(self.agencies, key=lambda code: -self.agencies[code])
        notices = [notice for notice, _ in listed]
        if not any(about.opens for _, about in listed):
            # Nothing of this is in their work list.
            yield notices[0].action(replace(context, agency=first, opens=False))
            return
        view = "en-retard" if any(notice.is_late for notice in notices) else "equipe"
        yield Action(context.gettext("Ouvrir la liste de travail"), _list_url(context, first, view))
        for code in others:
            name = context.words(context.names.agencies[code])
            words = context.gettext("Liste de travail : %(agency)s", agency=name)
            yield Link(words, _list_url(context, code, view))


def _read(context: LetterContext, facts: Mapping[str, Any]) -> _Listed:
    notice = letter_read(context.kinds[facts["kind"]], facts)
    assert isinstance(notice, Notice)
    about = replace(context, number=facts["number"], agency=facts["agency"])
    is_own = bool(facts.get("is_own_motion"))
    return notice, replace(about, opens=bool(facts.get("opens", True)), is_own_motion=is_own)


def _called(about: LetterContext) -> str:
    """Return what a complaint is called to whoever may open it, or not."""
    unnamed = about.gettext("Un dossier") if about.is_own_motion else about.gettext("Une plainte")
    return about.number if about.opens else unnamed


def _list_url(context: LetterContext, code: str, view: str) -> str:
    return f"{replace(context, agency=code).in_office('file', 'list')}?vue={view}"
