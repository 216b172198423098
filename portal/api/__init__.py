"""The API of version 1: what other systems file, read and handle, by the rules that pages follow.

It is an application of its own beside the pages, made when its first request comes: no cookie, no
form and no page's frame reaches it. Whoever calls it holds a token of a client of one agency.
"""
