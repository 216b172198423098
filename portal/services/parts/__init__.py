"""Several agencies answer one complaint: each its part, by its own date, in one joint answer."""
