"""Counts in words, for pages, messages and the command line."""

import unicodedata


def counted(count: int, noun: str) -> str:
    """Such as "1 number" and "1,204 numbers"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def isolated(text: str) -> str:
    """Text for a line beside other text: one written from right to left stands between isolates, so that it does not
    reorder its neighbours (pages have <bdi>).
    """
    rtl = any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text)
    return f"\u2068{text}\u2069" if rtl else text
