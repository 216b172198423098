"""The six criteria: each of their indicators with its definition, computed and shown."""
