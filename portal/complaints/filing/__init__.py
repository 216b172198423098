"""From a draft to a complaint: what is promised first, then written whole, once."""
