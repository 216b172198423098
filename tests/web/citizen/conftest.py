from __future__ import annotations

import portal.web.overview as overview
from portal.auth.access import public
from portal.web.languages import localized

if not any(True for f in overview.statistics.deferred_functions):
    localized(overview.statistics, fr="/statistiques", en="/statistics", endpoint="index")(
        public(lambda: "")
    )
