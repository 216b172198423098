"""A complaint that another agency can answer goes there, with what its complainant lets be read."""
