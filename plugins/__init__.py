"""Agencies whose rules settings cannot express: one module each, named in the agency's file.

A plugin imports `portal.plugin_api` and nothing else of the portal; README.md says how.
"""
