"""Reviews: the complainant disagrees, and somebody else looks at it again."""
