"""Writing down a complaint that an employee received."""
