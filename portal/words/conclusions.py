"""What was concluded about a complaint, in words that stay when it is taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from portal.domain.complaint import Finding
from portal.words.catalogue import gettext_in
from portal.words.findings import FINDINGS


@dataclass(frozen=True, slots=True)
class Concluded:
    """What was found about one issue, why, and what will be put right."""

    issue: str
    finding: Finding
    reasons: str
    measure: str = ""


def conclusion_words(concluded: Sequence[Concluded], language: str) -> str:
    """Word every conclusion, each under its issue where there are several."""
    return "\n\n".join(_one(each, len(concluded) > 1, language) for each in concluded)


def _one(one: Concluded, is_named: bool, language: str) -> str:
    _ = partial(gettext_in, language)
    lines = [one.issue] if is_named else []
    lines.append(_("Conclusion : %(finding)s.", finding=_(FINDINGS[one.finding])))
    lines.append(_("Motifs : %(reasons)s", reasons=one.reasons.strip()))
    if one.measure.strip():
        lines.append(_("Mesure corrective : %(measure)s", measure=one.measure.strip()))
    return "\n".join(lines)
