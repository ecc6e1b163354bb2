"""Counts in words, for pages, messages and the command line."""


def counted(count: int, noun: str) -> str:
    """Such as "1 number" and "1,204 numbers"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
