"""The words for what an agency found."""

from __future__ import annotations

from portal.domain.complaint import Finding
from portal.words.catalogue import to_translate

FINDINGS: dict[str, str] = {
    Finding.FOUNDED: to_translate("Fondée"),
    Finding.PARTLY_FOUNDED: to_translate("Partiellement fondée"),
    Finding.UNFOUNDED: to_translate("Non fondée"),
    Finding.INADMISSIBLE: to_translate("Irrecevable"),
    Finding.SETTLED: to_translate("Réglée sans conclusion"),
}
