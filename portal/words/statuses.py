"""The words for where a complaint is in its life, and for what was found of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec import Struct

from portal.domain.complaint import Status
from portal.domain.conclusion import Finding
from portal.words.catalogue import gettext_in, to_translate

STATUS_WORDS: dict[Status, str] = {
    Status.RECEIVED: to_translate("Reçue"),
    Status.TAKEN_IN_CHARGE: to_translate("Prise en charge"),
    Status.UNDER_REVIEW: to_translate("À l’étude"),
    Status.WAITING: to_translate("En attente de vous"),
    Status.ANSWERED: to_translate("Réponse donnée"),
    Status.CLOSED: to_translate("Fermée"),
    Status.TRANSFERRED: to_translate("Transférée"),
    Status.WITHDRAWN: to_translate("Retirée"),
}


def status_words(status: Status | str, language: str) -> str:
    """Return the status as citizens read it: "À l’étude" or "Being looked into"."""
    return gettext_in(language, STATUS_WORDS[Status(status)])


FINDINGS: dict[str, str] = {
    Finding.FOUNDED: to_translate("Fondée"),
    Finding.PARTLY_FOUNDED: to_translate("Partiellement fondée"),
    Finding.UNFOUNDED: to_translate("Non fondée"),
    Finding.INADMISSIBLE: to_translate("Irrecevable"),
    Finding.SETTLED: to_translate("Réglée sans conclusion"),
}


FINDINGS_EXPLAINED: dict[str, str] = {
    Finding.FOUNDED: to_translate("Le service des plaintes vous donne raison."),
    Finding.PARTLY_FOUNDED: to_translate("Le service des plaintes vous donne raison en partie."),
    Finding.UNFOUNDED: to_translate("Le service des plaintes n’a pas constaté de faute."),
    Finding.INADMISSIBLE: to_translate(
        "Le service des plaintes ne pouvait pas examiner cette plainte."
    ),
    Finding.SETTLED: to_translate("C’est réglé, sans qu’il soit dit qui avait raison."),
}
"""What each finding means, to whoever complained."""


class Concluded(Struct, frozen=True):
    """What was found about one issue, why, what will be put right, and what is given."""

    issue: str
    finding: Finding
    reasons: str
    measure: str = ""
    given: str = ""


def conclusion_words(concluded: Sequence[Concluded], language: str) -> str:
    """Word every conclusion, each under its issue where there are several."""
    return "\n\n".join(
        _conclusion_words(conclusion, len(concluded) > 1, language) for conclusion in concluded
    )


def _conclusion_words(conclusion: Concluded, is_named: bool, language: str) -> str:
    _ = partial(gettext_in, language)
    lines = [conclusion.issue] if is_named else []
    lines.append(_("Conclusion : %(finding)s.", finding=_(FINDINGS[conclusion.finding])))
    lines.append(_("Motifs : %(reasons)s", reasons=conclusion.reasons.strip()))
    if conclusion.given:
        lines.append(_("Ce qui vous est donné : %(given)s.", given=conclusion.given))
    if conclusion.measure.strip():
        lines.append(_("Mesure corrective : %(measure)s", measure=conclusion.measure.strip()))
    return "\n".join(lines)
