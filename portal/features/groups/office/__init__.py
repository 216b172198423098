"""Groups of complaints about one cause: the list, the page of each, and the answer to all."""
