"""Eight people add the largest picture at once: nobody else waits, and little memory is taken."""

from __future__ import annotations

import http.client
import io
import os
import statistics
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from portal.complaints.handling.pictures import MOST_PIXELS
from tests.server.served import Served, Visitor, serving

PEOPLE, TIMES = 8, 5
BOUNDARY = "between-the-fields"
WIDTH = 10_000


def picture_of(pixels: int) -> bytes:
    """Return a photo; of 80 million pixels it has 1.4 MB that would decode to 240."""
    written = io.BytesIO()
    Image.new("RGB", (WIDTH, pixels // WIDTH), "red").save(written, "JPEG")
    return written.getvalue()


def drafting(served: Served) -> tuple[Visitor, str]:
    """Return somebody with a draft, and the page on which documents are added to it."""
    visitor = Visitor(served.port)
    hidden = visitor.get("/fr/").hidden
    begun = visitor.post("/fr/plainte", **{**hidden, "mots": "Le sentier est fermé"})
    draft = begun.location.rsplit("/", 1)[0]
    visitor.sends(f"{draft}/organisme", organisme="parks", categorie="trail")
    return visitor, f"{draft}/documents"


def adds(visitor: Visitor, page: str, picture: bytes) -> int:
    """Add a picture to a draft; return the status of the answer."""
    hidden = visitor.get(page).hidden
    fields = [(f'name="{name}"', value.encode()) for name, value in hidden.items()]
    fields.append(('name="document"; filename="photo.jpg"', picture))
    begins = f"--{BOUNDARY}\r\nContent-Disposition: form-data; "
    parts = [f"{begins}{field}\r\n\r\n".encode() + value for field, value in fields]
    parts.append(f"--{BOUNDARY}--\r\n".encode())
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
    }
    connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=60)
    connection.request("POST", page, b"\r\n".join(parts), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def memory(served: Served, line: str) -> float:
    """Return what all processes of the server have in memory ("VmRSS"), or had at most, in MB."""
    statuses = [
        Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        for pid in (served.process.pid, *served.living())
    ]
    return sum(int(status.split(f"{line}:")[1].split()[0]) for status in statuses) / 1_000


def seconds_of_processor(served: Served) -> float:
    """Return what the processes of the server have worked."""
    files = [Path(f"/proc/{pid}/stat") for pid in served.living()]
    stats = [file.read_text(encoding="utf-8").rsplit(")")[1].split() for file in files]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def add_some(visitor: Visitor, page: str, picture: bytes) -> list[int]:
    """Add a picture again and again, as often as a draft has room for; return the answers."""
    return [adds(visitor, page, picture) for _ in range(TIMES)]


def read_meanwhile(served: Served, adding: list[Future[list[int]]]) -> list[float]:
    """Open a page again and again until all pictures are there; return how long each took."""
    took, visitor = [], Visitor(served.port)
    while not all(each.done() for each in adding) or len(took) < 20:
        began = time.monotonic()
        assert visitor.get("/fr/suivi").status == 200
        took.append(time.monotonic() - began)
    return took


def test_eight_of_the_largest_pictures_at_once_hold_nobody_up(tmp_path: Path):
    picture = picture_of(MOST_PIXELS)
    with serving(tmp_path, "--no-worker", flood_limits="false") as served:
        people = [drafting(served) for _ in range(PEOPLE)]
        assert adds(*people[0], picture_of(WIDTH)) == 303
        before, worked = memory(served, "VmRSS"), seconds_of_processor(served)
        with ThreadPoolExecutor(PEOPLE) as pool:
            adding = [pool.submit(add_some, *one, picture) for one in people]
            took = read_meanwhile(served, adding)
        assert [status for each in adding for status in each.result()] == [303] * PEOPLE * TIMES
        worked = (seconds_of_processor(served) - worked) / (PEOPLE * TIMES)
        more = memory(served, "VmHWM") - before
    slow = statistics.quantiles(took, n=20)[-1]
    sys.stdout.write(
        f"{len(picture) / 1e6:.1f} MB: {worked * 1_000:.0f} ms a picture, {more:.0f} MB more, "
        f"p95 of another page {slow * 1_000:.0f} ms of {len(took)}\n"
    )
    assert more < 250
    assert slow < 0.3
