"""What the page before a publication says of complaints that run is what happens to them."""

from __future__ import annotations

import random

import pytest
from flask import Flask

from portal.agencies.agency import Agency
from portal.agencies.settings.reader import read_agency
from portal.complaints.work import Advice, advice_on
from portal.domain.actor import PORTAL
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.releases.running import Became, OnRunning, on_running, running_complaints
from portal.runtime import Runtime
from tests.complaints.cases import clocks, complaint
from tests.releases.publishing import publish
from tests.support import file, on_both
from tests.support.agencies import PARKS_YAML
