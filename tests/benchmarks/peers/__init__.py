"""Systems of the same kind, from public packages, each installed into an environment of its own.

`helpdesk` and `roundup` say how a system is installed, filled and opened; `…_site` and `fill_…` run
in that environment, not in the portal's.
"""
