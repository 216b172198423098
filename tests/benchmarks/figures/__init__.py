"""Pages of figures, exports and the rebuild of their counts among any number of complaints."""
