"""The annual report of the year before, with words on why of those who answer for some of it."""

from __future__ import annotations

from datetime import timedelta

from portal.demo.people import holder_of_role
from portal.domain.actor import PORTAL, Actor
from portal.domain.role import Role
from portal.domain.text import Text
from portal.reporting.annual.explaining import ask_for_words, newest_whole_year, write_words
from portal.reporting.annual.making import make_report
from portal.reporting.annual.queries import ALL, requests_of
from portal.runtime import Runtime

_ASKED, _WRITTEN, _MADE = timedelta(days=200), timedelta(days=190), timedelta(days=170)
_WRITING = 2
_POST = Text("Responsable du service des plaintes", "Head of the complaints service")
_WORDS = (
    Text(
        "Deux départs au printemps n’ont été remplacés qu’en septembre : les réponses ont pris plus"
        " de temps.\n\nDepuis, chaque plainte a une personne nommée dès le premier jour.",
        "Two people who left in spring were replaced only in September: answers took longer.\n\n"
        "Since then every complaint has a named person from the first day.",
    ),
    Text(
        "La lettre du mois était ambiguë et a fait écrire beaucoup de gens. Elle est corrigée.",
        "The monthly letter was ambiguous and made many people write. It has been put right.",
    ),
)


def report_the_year(runtime: Runtime) -> int:
    """Ask for words on the newest whole year, let some write, and report it; return how many."""
    with runtime.acting(PORTAL, runtime.now() - _ASKED) as work:
        ask_for_words(work)
        year = newest_whole_year(work.session)
        asked = sorted(requests_of(work.session, year)) if year else []
    if year is None:
        return 0
    heads = {code: holder_of_role(runtime, code, Role.HEAD) for code in asked if code != ALL}
    writing = [(code, head) for code, head in heads.items() if head is not None][:_WRITING]
    for (code, head), words in zip(writing, _WORDS, strict=False):
        _write(runtime, head, code, year, words)
    reported = [ALL, *(code for code, _ in writing)]
    for code in reported:
        with runtime.acting(PORTAL, runtime.now() - _MADE) as work:
            make_report(work, year, code, runtime.config.base_url)
    return len(reported)


def _write(runtime: Runtime, head: Actor, agency: str, year: int, words: Text) -> None:
    with runtime.acting(head, runtime.now() - _WRITTEN) as work:
        write_words(work, agency, year, words, _POST)
