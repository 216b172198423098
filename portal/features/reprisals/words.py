"""What the dates are called by which something is done for whoever reported reprisals."""

from __future__ import annotations

from portal.domain.time.clock import ClockKind
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords

_REPORTED = to_translate("Le délai part du signalement : %(moment)s.")
DATES = {
    ClockKind.REPRISAL_FIRST_ACT: ClockWords(
        to_translate("Premier geste contre les représailles"),
        promised=to_translate("le premier geste contre les représailles"),
        started=_REPORTED,
    ),
    ClockKind.REPRISAL_CHECK_IN: ClockWords(
        to_translate("Suivi après le signalement de représailles"),
        promised=to_translate("le suivi après un signalement de représailles"),
        started=_REPORTED,
    ),
}
