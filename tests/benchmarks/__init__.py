"""How fast the portal is, measured over HTTP on one machine: `make bench`."""
