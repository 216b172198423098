"""Referrals: the page and the leaflet that any employee hands out, and what comes of it."""
