"""The letters about reprisals: to whoever told of them, and to those who protect them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Content
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import short
from portal.words.letters.staff_parts import (
    FixedStaffLetter,
    StaffLetter,
    promised_words,
    to_settings,
)
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class ReprisalNoted(Letter):
    """What was reported arrived, and by when somebody acts: others may read this letter."""

    code = "reprisal_noted"
    last_day: date | None = None
    is_sample: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : nous avons votre message", number=context.number)
        sentences = [
            _("La personne qui dirige le service des plaintes a reçu votre message."),
            *context.by_day(
                to_translate("Elle pose un premier geste au plus tard le %(day)s."),
                self.last_day,
                is_sample=self.is_sample,
            ),
        ]
        return short(context, subject, _("Nous avons reçu votre message"), *sentences)


@dataclass(frozen=True, slots=True)
class ReprisalFlagged(StaffLetter):
    """The complainant suffers or fears reprisals, and by when the head acts."""

    code = "reprisal_flagged"
    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        act = to_translate("Posez un premier geste au plus tard le %(day)s.")
        sentences = [
            _("La personne plaignante dit subir ou craindre des représailles."),
            *context.by_day(act, self.last_day),
            _("N’en parlez pas à la personne ou à l’unité en cause."),
        ]
        return _("représailles signalées"), " ".join(sentences)


@dataclass(frozen=True, slots=True)
class ReprisalMissed(StaffLetter):
    """Nobody acted on reported reprisals by the date of a kind of clock."""

    code = "reprisal_missed"
    clock: str

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        return _("représailles, date passée"), _(
            "La date promise pour %(what)s est passée. "
            "La personne qui dirige le service et la plus haute autorité sont averties.",
            what=promised_words(context, self.clock),
        )


NOBODY_PROTECTS = FixedStaffLetter(
    "nobody_protects",
    to_translate("un signalement attend"),
    to_translate(
        "Un signalement urgent attend, et il manque un membre actif pour s’en occuper. "
        "Vérifiez qui dirige le service des plaintes et qui est la plus haute autorité."
    ),
    # Administrators see no complaint; who is missing is for the settings.
    button=to_settings,
)

LETTERS = Wordings(
    to_citizens=(ReprisalNoted,), to_others=(ReprisalFlagged, ReprisalMissed, NOBODY_PROTECTS)
)
