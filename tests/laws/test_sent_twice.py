"""A form of the staff that is sent twice does once what it does, such as after a double click.

Every form of the office is sent as a browser would, then sent again as it was: the second time no
row is added to what the first one added to.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.db.base import Base
from portal.db.row_filter import NARROWED
from portal.domain.actor import PORTAL
from portal.features.reprisals.records import ProtectionFileRecord
from portal.features.reprisals.rules import read_files
from portal.runtime import Runtime
from tests.laws.browsers import Browsers
from tests.support.forms import forms_of

LOOKED_AT = {"access_log", "refused_opening", "history_root", "commit_count", "plugin_failure"}
"""What is written of who looked, whatever they sent."""
TABLES = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if mapper.class_.__tablename__ not in LOOKED_AT
}


@pytest.fixture
def browsers(app: Flask, runtime: Runtime) -> Browsers:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Browsers(app, runtime)


def counted(runtime: Runtime) -> Mapping[str, int]:
    """Return how many rows each table has, and how much stands in files of reprisals."""
    with runtime.reading(PORTAL) as session:
        rows = {
            name: session.execute(
                select(func.count())
                .select_from(record.__table__)
                .execution_options(**{NARROWED: True})
            ).scalar_one()
            for name, record in TABLES.items()
        }
        files = [
            file
            for row in session.scalars(select(ProtectionFileRecord))
            for file in read_files(row.content)
        ]
    return {**rows, "reports and acts": sum(len(one.reports) + len(one.acts) for one in files)}


def test_a_form_that_is_sent_twice_adds_once(browsers: Browsers, runtime: Runtime):
    twice, adding = {}, set()
    for page, client, _ in list(browsers.pages()):
        # As it is by now: what was sent before moved on what it is about.
        for form in forms_of(client.get(page).text):
            address = form.action or page
            endpoint = browsers.takes(address.partition("?")[0]) or ""
            if not endpoint.startswith("office.") or endpoint in adding:
                continue
            texts = [f"Zouave {rank}" for rank, _ in enumerate(form.fields)]
            sent = form.filled(texts, chosen=True)
            before = counted(runtime)
            if client.post(address, data=sent).status_code != 303:
                continue
            once = counted(runtime)
            client.post(address, data=sent)
            again = counted(runtime)
            added = {name for name in once if once[name] > before[name]}
            if added:
                adding.add(endpoint)
            if more := {name for name in added if again[name] > once[name]}:
                twice[endpoint] = more
    assert twice == {}
    assert len(adding) > 10, sorted(adding)
