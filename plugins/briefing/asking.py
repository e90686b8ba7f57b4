"""A question to the person at the terminal; no answer is "" and no."""

from __future__ import annotations


def answer(question: str) -> str:
    """What is typed."""
    try:
        return input(question).strip()
    except EOFError:
        return ""


def agreed(question: str) -> bool:
    """Whether it is a yes."""
    return answer(f"{question} [yes/no] ").lower() in ("y", "yes")
