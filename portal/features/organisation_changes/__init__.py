"""Organisation changes: agencies merge, split and are renamed, on a day."""
