"""The annual report: what is published of a year, in words, frozen, as a page and on paper."""
