"""The portal, as `portal serve` starts it on two cores: two processes and the worker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from tests.benchmarks import servers
from tests.benchmarks.filing import whole_filing
from tests.benchmarks.kept import OVERVIEW, analyst
from tests.benchmarks.office import LIST, cases, signed_in
from tests.benchmarks.peers.system import PROCESSES, System, opening

_CLOSED = f"{LIST}?vue=fermees"
# One to twenty-six complaints have each of them.
_SEARCHES = ("test de conduite", "délais", "téléphone", "remboursement", "SAAQclic", "voiture")
_SECONDS_TO_CATCH_UP = 15  # in which the worker does what has come to be due
_ROW = 'name="plainte"'


@contextmanager
def ours(count: int) -> Iterator[System]:
    """Fill and serve a portal with so many complaints."""
    filled = [["demo"], ["demo", "complaints", "--count", str(count), "--seed", "1"]]
    with servers.portal(filled, processes=PROCESSES) as server:
        time.sleep(_SECONDS_TO_CATCH_UP)
        officer = signed_in(server.port)
        opened = cases(officer, "fermees")
        searches = [f"{_CLOSED}&q={quote(words)}" for words in _SEARCHES]
        acts = {
            "complaint": opening(officer, lambda n: opened[n % len(opened)], "</main>"),
            "list of 50": opening(officer, lambda _: _CLOSED, _ROW, 50),
            "search": opening(officer, lambda n: searches[n % len(searches)], _ROW),
            "filing": lambda _: whole_filing(server.port),
            "report": opening(analyst(server.port), lambda _: OVERVIEW, "</table>"),
        }
        yield System("the portal", server, acts)
