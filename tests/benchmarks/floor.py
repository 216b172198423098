"""The floor: a bare Flask and SQLAlchemy form with one INSERT, as durable as the portal."""

from __future__ import annotations

import sys
from pathlib import Path

import waitress
from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """The root of the one stored class."""


class StoryRecord(Base):
    """A story and who sent it."""

    __tablename__ = "story"

    id: Mapped[int] = mapped_column(primary_key=True)
    story: Mapped[str]
    email: Mapped[str]


def bare_app(folder: Path) -> Flask:
    """Return the smallest application that keeps what a form sends."""
    app = Flask(__name__)
    engine = create_engine(f"sqlite:///{folder / 'floor.sqlite'}")
    event.listen(engine, "connect", _tune)
    Base.metadata.create_all(engine)

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        return "ok"

    @app.post("/story")
    def keep() -> ResponseReturnValue:
        with Session(engine) as session:
            session.add(StoryRecord(story=request.form["story"], email=request.form["email"]))
            session.commit()
        return redirect("/healthz", 303)

    return app


def _tune(connection: object, _: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


if __name__ == "__main__":
    waitress.serve(
        bare_app(Path(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[2]), threads=8, _quiet=True
    )
