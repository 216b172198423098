"""Every agency in force, and every release that a complaint may still rest on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property, lru_cache, partial
from typing import Any

import structlog
from pydantic import ValidationError

from portal.agencies.agency import Agency
from portal.agencies.configured import HandingOnTimes, handing_on
from portal.agencies.former import Former, FormerRelease
from portal.agencies.plugins.hosted import load_hosted
from portal.agencies.plugins.loading import PluginError
from portal.agencies.plugins.noted import NotedFailures
from portal.agencies.published import published_ways
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.domain.errors import UnknownAgencyError
from portal.domain.meaning import Hears, hears_nothing
from portal.domain.routing import DecidedMarks, RoutingRule
from portal.domain.succession import Destination, Succession, Successions, heir

log = structlog.get_logger()

PORTAL_CODE = "_portal"
_EARLIER_KEPT = 100


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A release as it is stored; `settings` is the JSON of AgencySettings or PortalSettings."""

    id: int
    agency: str
    settings: dict[str, Any]
    plugin: str | None


@dataclass(frozen=True)
class InForce:
    """The settings in force at one moment: a value, replaced as a whole."""

    portal: PortalSettings
    agencies: dict[str, Agency]
    plugin_problems: dict[str, PluginError] = field(default_factory=dict)
    successions: Successions = field(default_factory=dict)
    rules: tuple[RoutingRule, ...] = ()
    decided: tuple[DecidedMarks, ...] = ()

    @cached_property
    def published(self) -> frozenset[str]:
        """How agencies and the portal say that they are reached, found once."""
        return published_ways(self.portal, (agency.settings for agency in self.agencies.values()))

    def takes_complaints(self, code: str, now: datetime) -> bool:
        """Tell whether an agency takes new complaints: no other has taken its place."""
        succession = self.successions.get(code)
        return succession is None or now < succession.effective_at


def no_releases(_agency: str) -> Iterable[FormerRelease]:
    """Return the former releases of an agency where nothing is stored: none."""
    return ()


class Registry:
    """The agencies in force, reloaded when another release is; old releases on demand."""

    def __init__(
        self,
        load_in_force: Callable[[], Iterable[StoredRelease]],
        load_release: Callable[[int], StoredRelease | None],
        load_successions: Callable[[], Iterable[Succession]] = tuple,
        load_rules: Callable[[], Iterable[RoutingRule]] = tuple,
        hears: Hears = hears_nothing,
        load_decided: Callable[[], Iterable[DecidedMarks]] = tuple,
        load_former: Callable[[str], Iterable[FormerRelease]] = no_releases,
    ) -> None:
        self._load = load_in_force
        self._load_rules, self._load_decided = load_rules, load_decided
        self._load_former = load_former
        self._load_successions = load_successions
        self.noted = NotedFailures()
        self._hears = hears
        earlier = partial(_earlier, load_release, self._agency)
        self._earlier = lru_cache(maxsize=_EARLIER_KEPT)(earlier)
        self._lock = threading.Lock()
        self._in_force: InForce | None = None
        self._mark: object = None

    @property
    def in_force(self) -> InForce:
        """Everything in force now, for whoever needs it consistent."""
        current = self._in_force
        if current is None:
            with self._lock:
                current = self._in_force = self._in_force or self._loaded()
        return current

    @property
    def portal(self) -> PortalSettings:
        """What all agencies share: names, themes, recourses, default calendar."""
        return self.in_force.portal

    @property
    def published(self) -> frozenset[str]:
        """The telephone numbers and e-mail addresses that agencies publish."""
        return self.in_force.published

    def __iter__(self) -> Any:
        return iter(self.in_force.agencies.values())

    def agency(self, code: str) -> Agency:
        """Return the agency with this code, or raise UnknownAgencyError."""
        try:
            return self.in_force.agencies[code]
        except KeyError:
            raise UnknownAgencyError(code) from None

    def under(self, code: str, release_id: int) -> Agency:
        """Return an agency by the rules of the release that a complaint was received under.

        They are those in force where that release is not this agency's, because the complaint
        came from another one, or can no longer be read.
        """
        current = self.agency(code)
        if current.release_id == release_id:
            return current
        earlier = self._earlier(release_id)
        return earlier if earlier is not None and earlier.code == code else current

    def heir_of(self, code: str, category: str | None, now: datetime) -> Destination:
        """Return who has an agency's complaints of a category at `now`, and under what category.

        That is the agency itself, unless another has taken its place.
        """
        agency = self.agency(code)
        place = Destination(code, category or agency.settings.default_category)
        return heir(self.in_force.successions, place, now)

    def taking_complaints(self, now: datetime) -> list[Agency]:
        """Return the agencies that take new complaints at `now`, the intake desk included."""
        in_force = self.in_force
        return [
            agency
            for code, agency in in_force.agencies.items()
            if in_force.takes_complaints(code, now)
        ]

    @property
    def handing_on(self) -> HandingOnTimes:
        """How soon a complaint that is with the wrong agency gets to the right one."""
        return handing_on(self.portal)

    @property
    def intake_desk(self) -> Agency:
        """The agency that receives complaints nobody chose an agency for."""
        return self.agency(self.portal.portal.intake_desk)

    def notice_change(self, mark: object) -> None:
        """Reload if `mark`, which changes with what is in force, is another than last time.

        A release that this version of the portal cannot read leaves in force what was.
        """
        if mark == self._mark:
            return
        fresh = self._in_force
        try:
            fresh = self._loaded()
        except (ValidationError, UnknownAgencyError):
            if fresh is None:
                raise
            log.exception("release not taken up", mark=mark)
        with self._lock:
            self._in_force, self._mark = fresh, mark

    def _loaded(self) -> InForce:
        problems: dict[str, PluginError] = {}
        agencies: dict[str, Agency] = {}
        portal: PortalSettings | None = None
        for release in self._load():
            if release.agency == PORTAL_CODE:
                portal = PortalSettings.model_validate(release.settings)
            else:
                agencies[release.agency] = self._agency(release, problems)
        if portal is None:
            raise UnknownAgencyError(PORTAL_CODE)
        desk = portal.portal.intake_desk
        if desk in agencies:
            agencies[desk] = replace(agencies[desk], intake=handing_on(portal).intake)
        successions = {succession.agency: succession for succession in self._load_successions()}
        rules, decided = tuple(self._load_rules()), tuple(self._load_decided())
        return InForce(portal, agencies, problems, successions, rules, decided)

    def _agency(self, release: StoredRelease, problems: dict[str, PluginError]) -> Agency:
        settings = AgencySettings.model_validate(release.settings)
        plugin = _plugin_of(release, problems)
        former = cache(lambda: Former(self._load_former(release.agency)))
        return Agency(settings, release.id, plugin, None, self.noted, self._hears, former)


def _earlier(
    load: Callable[[int], StoredRelease | None],
    made: Callable[[StoredRelease, dict[str, PluginError]], Agency],
    release_id: int,
) -> Agency | None:
    release = load(release_id)
    try:
        return made(release, {}) if release is not None else None
    except ValidationError:
        log.exception("release not readable", release=release_id)
        return None


def _plugin_of(release: StoredRelease, problems: dict[str, PluginError]) -> object | None:
    """Return the plugin of a release, if it has one that loads.

    Without it an agency still works, by its settings; its health page says so.
    """
    if not release.plugin:
        return None
    try:
        return load_hosted(release.plugin)
    except PluginError as error:
        problems[release.agency] = error
        # Its words say all that an administrator can mend.
        log.error("plugin not loaded", agency=release.agency, problem=str(error))  # noqa: TRY400
        return None
