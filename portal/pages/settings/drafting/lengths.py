"""Lengths of time in a form: a number, what is counted, on what it rests, where it is published."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from portal.agencies.settings.date_checks import counting
from portal.agencies.settings.deadlines import LIMITS_COUNTED_IN, DeadlineSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.text import Language
from portal.domain.time.promise import LONGEST, Allowance, Confidence, Unit
from portal.domain.typed import is_whole_number
from portal.pages.current import current_language, gettext
from portal.pages.forms import Problems
from portal.pages.settings.drafting.fields import (
    NO_LINK,
    WHOLE_NUMBER,
    Field,
    Form,
    is_link,
    note_missing_english,
    typed_in,
    words_of,
)
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words

_NAMES: dict[Unit, str] = {
    Unit.WORKING_DAYS: to_translate("jours ouvrables"),
    Unit.CALENDAR_DAYS: to_translate("jours civils"),
    Unit.WORKING_HOURS: to_translate("heures ouvrables"),
    Unit.HOURS: to_translate("heures"),
    Unit.WEEKS: to_translate("semaines"),
    Unit.MONTHS: to_translate("mois"),
    Unit.YEARS: to_translate("années"),
}
# What a length of time rests on when the agency sets it here for the first time.
OWN_BASIS = {"fr": "Engagement de l’organisme", "en": "The agency’s own commitment"}


@dataclass(frozen=True)
class Length(Field):
    """How long something lasts: a number and what is counted; the inputs' names begin alike."""

    _: KW_ONLY
    prefix: str = ""
    unit: Unit = Unit.WORKING_DAYS
    missing: str = WHOLE_NUMBER

    def words_of(self, name: str, form: Form) -> str | None:
        unit = next((unit for unit in Unit if unit.value == form[name]), None)
        return super().words_of(name, form) if unit is None else gettext(_NAMES[unit])

    def ids(self, form: Form) -> tuple[str, ...]:
        return (f"{self.prefix}amount", f"{self.prefix}counted")

    def filled(self, current: Any) -> Form:
        within: Allowance | None = getattr(current, self.name, None)
        typed = (str(within.amount), within.unit.value) if within else ("", self.unit.value)
        return dict(zip(self.ids({}), typed, strict=True))

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        if self.found(form) is None:
            problems.add(self.ids(form)[0], self.says_what_is_wrong(form))

    def found(self, form: Form) -> Allowance | None:
        """Return the length that was typed, or None if it is none."""
        amount, counted = (form[name] for name in self.ids(form)[:2])
        if not is_whole_number(amount) or counted not in {unit.value for unit in Unit}:
            return None
        length = Allowance(int(amount), Unit(counted))
        return length if length.is_reasonable else None

    def says_what_is_wrong(self, form: Form) -> str:
        """Return what is told of what was typed instead of a length that can be promised."""
        amount, counted = (form[name] for name in self.ids(form)[:2])
        unit = next((unit for unit in Unit if unit.value == counted), None)
        if unit is None or not is_whole_number(amount) or int(amount) <= LONGEST[unit]:
            return gettext(self.missing)
        longest = allowance_words(Allowance(LONGEST[unit], unit), current_language())
        return gettext("C’est trop long : écrivez %(longest)s au plus", longest=longest)

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        return {self.name: str(self.found(form))}


@dataclass(frozen=True)
class ProvedLength(Length):
    """A length of time that something proves, which does not prove another length by itself.

    Where the length alone is changed it is asked whether what proved it says the new one too.
    """

    proved_by: ClassVar[tuple[str, ...]] = ("source",)

    def ids(self, form: Form) -> tuple[str, ...]:
        return (*super().ids(form), *self._proof_ids, f"{self.prefix}still")

    @property
    def _proof_ids(self) -> tuple[str, ...]:
        return tuple(f"{self.prefix}{name}" for name in self.proved_by)

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        """Read the inputs; there is nothing to confirm of a length that was left as it was."""
        typed, filled = super().read(settings, current), self.filled(current)
        still = typed[f"{self.prefix}still"] if self._is_another(typed, filled) else ""
        return {**typed, f"{self.prefix}still": still}

    def check_change(self, form: Form, filled: Form, problems: Problems) -> None:
        still = f"{self.prefix}still"
        if self._asks_again(form, filled) and not form[still]:
            kept = self.found(filled)
            assert kept is not None, "what changed is another length"
            before = allowance_words(kept, current_language())
            problems.add(still, gettext(_STILL, before=before))

    def _is_another(self, form: Form, filled: Form) -> bool:
        was, is_now = self.found(filled), self.found(form)
        return was is not None and is_now is not None and was != is_now

    def _asks_again(self, form: Form, filled: Form) -> bool:
        """Tell whether another length is left with what proved the one before."""
        source = f"{self.prefix}source"
        is_left = bool(filled[source]) and form[source] == filled[source]
        return self._is_another(form, filled) and is_left


_STILL = to_translate(
    "Ce délai était de %(before)s. Dites sur quoi le nouveau repose, effacez la source si elle "
    "ne le dit pas, ou cochez cette case"
)


@dataclass(frozen=True)
class PublishedLength(ProvedLength):
    """A length of time with what it rests on, and the page that publishes it.

    Without a page it is a sample, whoever typed it; one that was inferred stays so until it becomes
    another.
    """

    proved_by: ClassVar[tuple[str, ...]] = ("basis_fr", "basis_en", "source")

    name: str = "within"
    _: KW_ONLY
    units: Collection[Unit] = tuple(Unit)
    missing_basis: str = ""
    is_needed: bool = True

    def filled(self, current: Any) -> Form:
        length = Length(self.name, prefix=self.prefix, unit=self.unit).filled(current)
        basis_and_source = (
            *typed_in(getattr(current, "basis", None)),
            getattr(current, "source", None) or "",
            "",
        )
        return {**length, **dict(zip(self.ids({})[2:], basis_and_source, strict=True))}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        amount, _, *basis, source, _ = self.ids(form)
        length = self.found(form)
        if (self.is_needed or form[amount]) and (length is None or length.unit not in self.units):
            problems.add(amount, self.says_what_is_wrong(form))
        if self.missing_basis and not form[basis[0]]:
            problems.add(basis[0], gettext(self.missing_basis))
        note_missing_english(problems, main, tuple(basis), *(form[name] for name in basis))
        if form[source] and not is_link(form[source]):
            problems.add(source, gettext(NO_LINK))

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        _, _, french, english, source, _ = (form[name] for name in self.ids(form))
        within = self.found(form)
        return {
            "within": str(within),
            "basis": words_of(french, english) or OWN_BASIS,
            **_how_it_is_known(source, within, current),
        }

    def _asks_again(self, form: Form, filled: Form) -> bool:
        """Tell it of words without a page as well, unless they are the agency's own commitment."""
        french, source = f"{self.prefix}basis_fr", f"{self.prefix}source"
        if filled[source] or form[source]:
            return super()._asks_again(form, filled)
        is_left = form[french] == filled[french] and filled[french] not in ("", OWN_BASIS["fr"])
        return self._is_another(form, filled) and is_left

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        return ((*self.at, "basis"),)


@dataclass(frozen=True)
class TimeLeft(ProvedLength):
    """A time that runs against the person, if any does, with the law or the page that says so.

    It is counted so that it ends with a day. `missing_time` says what to do about what belongs to a
    time that was not typed.
    """

    name: str = "within"
    _: KW_ONLY
    unit: Unit = Unit.CALENDAR_DAYS
    units: Collection[Unit] = LIMITS_COUNTED_IN
    missing_time: str = to_translate("Écrivez le délai, ou videz ce qui va avec lui")
    proved_by: ClassVar[tuple[str, ...]] = ("next_open_day", "source")

    def filled(self, current: Any) -> Form:
        length = Length(self.name, prefix=self.prefix, unit=self.unit).filled(current)
        put_off = "yes" if getattr(current, "next_open_day", None) else ""
        values = (put_off, getattr(current, "source", None) or "", "")
        return {**length, **dict(zip(self.ids({})[2:], values, strict=True))}

    def words_of(self, name: str, form: Form) -> str | None:
        if name == self.ids(form)[2]:
            return gettext("oui") if form[name] else gettext("non")
        return super().words_of(name, form)

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        amount, _, *with_time, _ = self.ids(form)
        length = self.found(form)
        if form[amount] and (length is None or length.unit not in self.units):
            problems.add(amount, self.says_what_is_wrong(form))
        elif not form[amount] and any(form[name] for name in with_time):
            problems.add(amount, gettext(self.missing_time))

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        """Write the time with what belongs to it; left as it was, it is as well known as it was."""
        within = self.found(form)
        put_off, source, _ = (form[name] for name in self.ids(form)[2:])
        before = (getattr(current, "within", None), getattr(current, "source", None) or "")
        if within is None:
            known = dict.fromkeys(("confidence", "source"))
        elif before == (within, source):
            known = {"confidence": current.confidence, "source": source or None}
        else:
            known = _how_it_is_known(source, within, current)
        return {
            self.name: str(within) if within else None,
            "next_open_day": bool(put_off and within) or None,
            **known,
        }


def _how_it_is_known(source: str, within: Allowance | None, before: Any) -> dict[str, str | None]:
    if source:
        return {"confidence": Confidence.SOURCED.value, "source": source}
    is_inferred = (
        before is not None and before.confidence is Confidence.INFERRED and before.within == within
    )
    known = Confidence.INFERRED if is_inferred else Confidence.ASSUMED
    return {"confidence": known.value, "source": None}


def note_counted_apart(
    field: Length, form: Form, kept: DeadlineSettings | None, problems: Problems
) -> None:
    """Note a length that is counted otherwise than what it is put off by, or stopped for.

    Those stand on no form with it, so that they are named here.
    """
    length = field.found(form)
    if length is None or kept is None:
        return
    longer = [kept.extension.at_most] if kept.extension else []
    longer += [pause.at_most for pause in kept.pauses]
    apart = next((other for other in longer if counting(other.unit) != counting(length.unit)), None)
    if apart is not None:
        words = gettext(
            "Gardez une unité qui se compte comme « %(longer)s », dont ce délai peut être prolongé "
            "ou suspendu; ou changez les deux dans le texte des réglages",
            longer=allowance_words(apart, current_language()),
        )
        problems.add(field.ids(form)[0], words)


def units_to_choose(units: Collection[Unit] = tuple(Unit)) -> list[tuple[str, str]]:
    """Return what can be counted, as values of an input and their names."""
    return [(unit.value, gettext(name)) for unit, name in _NAMES.items() if unit in units]


def units_alike(within: Allowance) -> list[tuple[str, str]]:
    """Return what can be counted beside `within`: working time beside working time."""
    return units_to_choose([unit for unit in Unit if counting(unit) == counting(within.unit)])
