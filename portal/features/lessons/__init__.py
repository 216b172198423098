"""Lessons: what a complaint taught, published without anybody in it."""
