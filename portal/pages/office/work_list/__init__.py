"""The work list: views, filters, searches that are kept, and several complaints at once."""
