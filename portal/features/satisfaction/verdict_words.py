"""Whether an answer meets the complaint, in words."""

from __future__ import annotations

from portal.domain.verdict import Verdict
from portal.words.catalogue import to_translate

VERDICTS: dict[str, str] = {
    Verdict.YES: to_translate("Oui"),
    Verdict.PARTLY: to_translate("En partie"),
    Verdict.NO: to_translate("Non"),
}
