"""The web application of the tests: wired once, and handed each test's own portal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache, StrictUndefined, Undefined
from jinja2.bccache import Bucket
from jinja2.utils import missing

from portal.app import FEATURES, create_app
from portal.auth.tries import Tries
from portal.config import Config
from portal.db.shared_counts import SharedCounts
from portal.gateways.file_store import FolderStore
from portal.keyring import Keyring
from portal.pages.installing.kept_templates import kept_as
from portal.pages.kept import KEPT, Address, KeptPage, KeptPages
from portal.runtime import Runtime, build_runtime
from tests.support import RecordingMailer


class CompiledTemplates(BytecodeCache):
    """Templates that were compiled once in this process, for every application made in it.

    Each is kept as the portal keeps it: for each language, and for other texts apart.
    """

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept_as(bucket) in self._compiled:
            bucket.bytecode_from_string(self._compiled[kept_as(bucket)])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[kept_as(bucket)] = bucket.bytecode_to_string()


COMPILED_TEMPLATES = CompiledTemplates()


class Missed(Undefined):
    """What a template has not been given: a page would show nothing, a test fails.

    A form has only the fields that came: one that is not among them stays empty in tests too.
    """

    def __new__(cls, *values: Any, obj: Any = missing, **named: Any) -> Undefined:
        kind = Undefined if isinstance(obj, dict) else StrictUndefined
        return kind(*values, obj=obj, **named)


class ComparedPages(KeptPages):
    """Makes every page anew, and fails where one that was kept would no longer have been true."""

    def page(self, address: Address, now: object) -> None:
        """Hand out nothing that was made before."""

    def keep(self, address: Address, page: KeptPage) -> None:
        """Compare the page with what would have been handed out in its place."""
        before = super().page(address, page.made_at)
        assert before in (None, page), f"{address} would have been stale"
        super().keep(address, page)


def wired_app(keyring: Keyring, folder: Path) -> Flask:
    """Return an application for `carrying`: its addresses and templates are prepared once.

    It has answered already, so that Flask refuses a test that adds pages to it, in whatever order
    the tests run: such a test makes an application of its own.
    """
    config = Config(data=folder, database=f"sqlite:///{folder}/no.sqlite", flood_limits=False)
    files = FolderStore(folder / "files", keyring)
    app = create_app(build_runtime(config, keyring, RecordingMailer(), files, FEATURES))
    app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    app.jinja_env.undefined = Missed
    app.test_client().get("/healthz")
    return app


@contextmanager
def carrying(app: Flask, runtime: Runtime) -> Iterator[Flask]:
    """Let an application serve this portal, and leave nothing of it, nor of what a test set."""
    config, extensions = dict(app.config), dict(app.extensions)
    app.config["PORTAL"] = runtime.config
    own = {"portal": runtime, "tries": Tries(SharedCounts()), KEPT: ComparedPages()}
    app.extensions.update(own)
    yield app
    for kept, before in ((app.config, config), (app.extensions, extensions)):
        kept.clear()
        kept.update(before)
