"""What is stored, and the only place where statements are written."""

from sqlalchemy.orm import Session

__all__ = ["Session"]
