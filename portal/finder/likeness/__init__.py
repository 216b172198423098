"""How like the examples of each agency a text is as a whole, whatever words it is told in."""
