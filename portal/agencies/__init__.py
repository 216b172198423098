"""Agencies as the portal sees them: settings, and a plugin where settings cannot say it."""
