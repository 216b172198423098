"""Somebody in a complaint, and how they are reached, for tests of what tells who they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Somebody:
    """A name, and ways to reach somebody."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
