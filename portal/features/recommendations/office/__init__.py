"""The register of recommendations, the page of each, and what may be done with one."""
