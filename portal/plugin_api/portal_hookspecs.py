"""The hooks of plugins that serve every agency.

The installation names them (`PORTAL_PLUGINS`). Each is asked by itself: one that raises, answers
with the wrong type or takes too long costs nobody else's answer.
"""

from __future__ import annotations

from portal.domain.scanning import File, Verdict
from portal.plugin_api.hookspecs import hookspec


@hookspec
def scan_file(file: File) -> Verdict | None:
    """Answer whether a file carries a virus.

    Asked before a document is kept, of every plugin that has this hook. A document is kept only
    if each says that it is clean. With no answer, in time and of the right type, it is not kept;
    the person is told so, keeps all the rest, and may try again.
    """
