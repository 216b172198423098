"""Settling: closed at first contact, on one screen."""
