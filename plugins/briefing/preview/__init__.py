"""The site on this machine, drafts shown: changed in place, annotated in the browser."""

from .server import preview

__all__ = ["preview"]
