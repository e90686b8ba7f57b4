"""Where Pelican looks for installed plugins: ``pelican.plugins.briefing`` in the wheel."""

from briefing import register

__all__ = ["register"]
