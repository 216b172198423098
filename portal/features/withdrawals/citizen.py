"""Withdrawing, before whoever complains: two steps, then five days in which they may keep it.

The second step says what happens and from which day, and asks whether somebody suggested it. What
is said of that stays off every page of the agency that its officers read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from portal.complaints.queries.following import facts_of_followed
from portal.domain.actor import complainant
from portal.domain.complaint import FiledFor
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import count
from portal.features.withdrawals import actions
from portal.features.withdrawals.queries import FOLLOWED, OTHERS
from portal.features.withdrawals.rules import (
    ASKED_A_DAY,
    BINDS_AFTER,
    AskedTooOftenError,
    Asking,
    Fallen,
    State,
    Suggested,
    Withdrawal,
    WithdrawalAsked,
    WithdrawalFallen,
    binds_on,
)
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import ACTIONS, ANSWER_DAY, NOTICES, PagePart
from portal.pages.citizen.follow import REASON_FIELD, FollowAction, mark
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.resending import Resent
from portal.pages.shown.history_words import Around, ToldWords
from portal.words.catalogue import to_translate
from portal.words.contacts import CONTACTS
from portal.words.dates import day_words

pages = Pages("citizen")

CONFIRM_FIELD, SUGGESTED_FIELD = "confirmer", "suggere"
_SUGGESTED = {
    "personne": Suggested.NOBODY,
    "organisme": Suggested.AGENCY,
    "autre": Suggested.OTHER,
}
_CHOICES: dict[str, str] = {
    "personne": to_translate("Personne, c’est mon idée"),
    "organisme": to_translate("L’organisme, ou quelqu’un qui y travaille"),
    "autre": to_translate("Quelqu’un d’autre"),
}
ASKED: dict[str, str] = {
    Asking.PERSON: to_translate("vous avez demandé de retirer votre plainte"),
    Asking.REPRESENTATIVE: to_translate(
        "la personne qui agit pour vous a demandé de retirer votre plainte"
    ),
}

KEPT: dict[str, str] = {
    Asking.PERSON: to_translate("vous gardez votre plainte"),
    Asking.REPRESENTATIVE: to_translate("la personne qui agit pour vous garde votre plainte"),
}


class _InTwoSteps(FollowAction, frozen=True):
    """An action that is confirmed on a second page, which what was typed goes along to."""

    def send(self, number: str, complaint_id: int) -> ResponseReturnValue:
        """Show the second step, or do what was confirmed there."""
        problems = Problems(self.fields)
        problems.check_text(REASON_FIELD, typed_text(REASON_FIELD))
        is_first = CONFIRM_FIELD not in request.form
        if problems or (is_first and self._may(number, complaint_id)):
            return self._page(number, complaint_id, problems)
        return super().send(number, complaint_id)

    def _may(self, number: str, complaint_id: int) -> bool:
        shown = self.shown(number, complaint_id)
        return shown is not None and bool(shown["may_withdraw"])


def _shown(number: str, complaint_id: int) -> dict[str, Any] | None:
    summary = opened_summary(number, complaint_id)
    if _waiting(summary) is not None:
        return None
    facts = runtime().read(complainant(complaint_id), facts_of_followed, number)
    last_day = count(summary.now, BINDS_AFTER.allowance, summary.calendar).last_day
    assert last_day is not None, "days are counted to a last one"
    return {
        "facts": facts,
        "may_withdraw": is_possible(facts.status, Action.WITHDRAW),
        "is_second": request.method == "POST",
        "until": until_words(last_day),
        "others": _others(summary),
        "is_for_another": summary.complaint.as_filed.filed_for is FiledFor.OTHER,
        "choices": [(code, gettext(words)) for code, words in _CHOICES.items()],
        "confirm_field": CONFIRM_FIELD,
        "suggested_field": SUGGESTED_FIELD,
        "suggested": request.form.get(SUGGESTED_FIELD, ""),
        "once": mark(),
        "reason": typed_text(REASON_FIELD),
        "longest": LONGEST_STORY,
    }


def _withdraw(number: str, complaint_id: int, problems: Problems) -> str:
    """Ask that the complaint be withdrawn, with a reason if one is given.

    Where it cannot be any more, the page says so and the words may go as a message.
    """
    suggested = _SUGGESTED.get(request.form.get(SUGGESTED_FIELD, ""))
    ask = partial(actions.ask, reason=typed_text(REASON_FIELD), suggested=suggested)
    try:
        runtime().change(complainant(complaint_id), number, ask)
    except AskedTooOftenError:
        words = gettext(
            "Rien n’est envoyé : vous l’avez demandé %(num)s fois en un jour. Vous pourrez le "
            "demander de nouveau demain. D’ici là, vous gardez votre plainte",
            num=ASKED_A_DAY,
        )
        problems.add(REASON_FIELD, words)
        return ""
    except TransitionNotAllowedError:
        problems.add(REASON_FIELD, gettext("Rien n’est envoyé : elle ne peut plus être retirée"))
        return ""
    return gettext("Votre demande est notée. Vous pouvez encore garder votre plainte.")


def _kept(number: str, complaint_id: int, _problems: Problems) -> str:
    try:
        runtime().change(complainant(complaint_id), number, actions.take_back)
    except TransitionNotAllowedError:
        return gettext("Rien n’a changé : aucun retrait n’attend.")
    return gettext("Vous gardez votre plainte. Le retrait est annulé.")


def _say_suggested(number: str, complaint_id: int, problems: Problems) -> str:
    suggested = _SUGGESTED.get(request.form.get(SUGGESTED_FIELD, ""))
    if suggested is None:
        return gettext("Rien n’a changé.")
    try:
        say = partial(actions.say_suggested, suggested=suggested)
        runtime().change(complainant(complaint_id), number, say)
    except TransitionNotAllowedError:
        return gettext("Rien n’a changé : aucun retrait n’attend.")
    return gettext("Merci. C’est noté.")


def until_words(last_day: date) -> str:
    """Return until when a complaint may be kept, and when it is withdrawn else: on every page."""
    language = current_language()
    return gettext(
        "Vous pouvez garder votre plainte jusqu’au %(day)s compris : cela annule le retrait, et "
        "vous pourrez la retirer de nouveau plus tard. Sinon, elle est retirée le lendemain, le "
        "%(next)s.",
        day=day_words(last_day, language),
        next=day_words(binds_on(last_day), language),
    )


def _others(summary: CaseSummary) -> list[Text]:
    """Return the names of the other agencies whose part ends with the complaint."""
    agencies = runtime().agencies
    return [agencies.agency(code).name for code in summary.complaint.of(OTHERS)]


def _waiting(summary: CaseSummary) -> Withdrawal | None:
    """Return the withdrawal that waits, if one does."""
    last = summary.complaint.of(FOLLOWED)
    return last if last is not None and last.state is State.WAITING else None


def _notice(summary: CaseSummary) -> Mapping[str, Any] | None:
    waiting = _waiting(summary)
    if waiting is None:
        return None
    return {
        "until": until_words(waiting.last_day),
        "others": _others(summary),
        "noted": _noted_words(waiting.asked, waiting.contact),
        "asks": waiting.suggested is None,
        "choices": [(code, gettext(words)) for code, words in _CHOICES.items()],
        "field": SUGGESTED_FIELD,
    }


def _leads_there(summary: CaseSummary) -> Mapping[str, Any] | None:
    is_possible_now = is_possible(summary.status, Action.WITHDRAW)
    return {} if is_possible_now and _waiting(summary) is None else None


def _dates_stay(summary: CaseSummary) -> Mapping[str, Any] | None:
    return {} if _waiting(summary) is not None else None


def _noted_words(asked: str | None, contact: str | None) -> str:
    """Return what somebody of the staff noted; nothing where the person asked here."""
    if asked is None or contact is None:
        return ""
    return gettext(
        "L’organisme a noté que %(asked)s, %(contact)s.",
        asked=gettext(ASKED[asked]),
        contact=gettext(CONTACTS[contact]),
    )


def _told_asked(entry: WithdrawalAsked, _around: Around) -> str:
    day = day_words(entry.last_day, current_language())
    until = gettext("Elle est retirée après le %(day)s, sauf si vous la gardez.", day=day)
    return " ".join(filter(None, (_noted_words(entry.asked, entry.contact), until)))


def _told_fallen(entry: WithdrawalFallen, _around: Around) -> str:
    if entry.why is Fallen.ANSWERED:
        return gettext("Une réponse vous est donnée : le retrait n’a plus lieu.")
    if entry.asked is None or entry.contact is None:
        return gettext("Vous gardez votre plainte.")
    return gettext(
        "L’organisme a noté que %(asked)s, %(contact)s.",
        asked=gettext(KEPT[entry.asked]),
        contact=gettext(CONTACTS[entry.contact]),
    )


for action in (
    _InTwoSteps(
        name="withdraw",
        sending="withdraw_now",
        fr="retirer",
        en="withdraw",
        template="withdrawals/withdraw.html",
        shown=_shown,
        act=_withdraw,
        fields=(REASON_FIELD, SUGGESTED_FIELD),
        resent=Resent(to_translate("Retirer ma plainte"), frozenset({REASON_FIELD})),
    ),
    FollowAction(
        name="keep_complaint",
        sending="take_back_withdrawal",
        fr="garder",
        en="keep",
        template="withdrawals/withdraw.html",
        shown=lambda _number, _complaint_id: None,
        act=_kept,
    ),
    FollowAction(
        name="suggested",
        sending="say_suggested",
        fr="suggere",
        en="suggested",
        template="withdrawals/withdraw.html",
        shown=lambda _number, _complaint_id: None,
        act=_say_suggested,
    ),
):
    action.serve(pages)

ADDS = (
    PagePart(NOTICES, "withdrawals/_waiting.html", _notice),
    PagePart(ANSWER_DAY, "withdrawals/_dates_stay.html", _dates_stay),
    PagePart(ACTIONS, "withdrawals/_leads_there.html", _leads_there),
    ToldWords(EntryKind.WITHDRAWAL_ASKED, to_translate("Retrait demandé"), _told_asked),
    ToldWords(EntryKind.WITHDRAWAL_FALLEN, to_translate("Le retrait n’a pas lieu"), _told_fallen),
)
