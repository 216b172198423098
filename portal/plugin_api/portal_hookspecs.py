"""The hooks of plugins that serve every agency.

The installation names them (`PORTAL_PLUGINS`). Each is asked by itself: one that raises, answers
with the wrong type or takes too long costs nobody else's answer.
"""

from __future__ import annotations

from portal.domain.portal_services import Delivery, File, Message, Verdict
from portal.domain.routing import SaidPlace, Suggestion
from portal.plugin_api.hookspecs import hookspec


@hookspec
def scan_file(file: File) -> Verdict | None:
    """Answer whether a file carries a virus.

    Asked before a document is kept, of every plugin that has this hook. A document is kept only
    if each says that it is clean. With no answer, in time and of the right type, it is not kept;
    the person is told so, keeps all the rest, and may try again.
    """


@hookspec
def deliver_message(message: Message) -> Delivery | None:
    """Answer what became of a message to a telephone, after trying to deliver it.

    Asked by the worker for complainants who chose text messages, which are offered while a plugin
    has this hook. A message that was not delivered is tried again for some days, as letters are,
    under the same id. With no answer, the next plugin is asked; one that raises or takes too long
    may have sent it, so that no other is asked until the next try.
    """


@hookspec
def suggest_agencies(
    text: str, language: str, found: list[Suggestion], places: list[SaidPlace]
) -> list[Suggestion] | None:
    """Answer which agencies could answer for a text, the likeliest first.

    Asked whenever somebody looks for an agency, with what the finder and the plugins before this
    one found, and with the places that were typed, else those that the text surely names. A plugin
    may add agencies and put them in another order; what it leaves out follows after its own.
    With no answer, what was found stands.
    """
