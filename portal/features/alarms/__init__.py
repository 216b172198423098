"""Alarms: what recurs is noticed by rules, across agencies."""
