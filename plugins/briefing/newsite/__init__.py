"""A new site: settings, workflows, a text to begin with, and the program that it is built with."""

from .making import NotMadeError, make_site

__all__ = ["NotMadeError", "make_site"]
