"""Annotated briefings for Pelican: a primary text word for word, with sourced notes beside it."""


def register() -> None:
    """Connect the plugin to Pelican."""
    from .plugin import register as connect

    connect()
