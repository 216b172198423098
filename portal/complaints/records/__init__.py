"""The tables of complaints and of whoever handles them."""
