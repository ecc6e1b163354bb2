"""What a search compares: text without case, accents, width and typographic punctuation."""

import re
import unicodedata
from functools import lru_cache

SORT_LENGTH = 100  # characters
MOST_WORDS = 6  # of a search, the longest: each costs, and one letter costs most. The rest is not looked for
# Letters that Unicode takes for letters of their own, and people without such a key write like this
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
# An apostrophe does not count, however it is written; a dash is a dash.
PUNCTUATION = str.maketrans(dict.fromkeys("'`´‘’‛ʼʹ′") | dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("“”„‟″«»", '"'))


def fold(text: str) -> str:
    """The text as searches compare it: both what is stored and what is looked for go through here."""
    if text.isascii():
        return text.lower().translate(PUNCTUATION)
    folded = unicodedata.normalize("NFKD", text.translate(PUNCTUATION).casefold()).casefold()
    kept = "".join(map(_plain, folded))
    return kept.translate(PLAIN_LETTERS).translate(PUNCTUATION)


def _plain(character: str) -> str:
    """Without accents and what cannot be seen, such as marks of direction; digits of any script as ASCII has them."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return ""
    return str(unicodedata.decimal(character, character))


@lru_cache(maxsize=256)
def needles(text: str) -> tuple[tuple[str, ...], ...]:
    """What a text has to contain to be found: of each tuple one. None where nothing is looked for.

    The words come in any order; a written phone number is one word, whatever stands between its digits.
    """
    found: list[tuple[str, ...]] = []
    for word in telling(_words(text)):
        digits = digits_of(word)
        found.append((word, digits) if digits and digits != word else (word,))
    return tuple(found)


def left_out(text: str) -> list[str]:
    """The words of a search that are not looked for, because there are too many."""
    words = _words(text)
    found = telling(words)
    return [word for word in dict.fromkeys(words) if word not in found and not _is_part(word, found)]


def _words(text: str) -> list[str]:
    words = fold(text).split()
    whole = " ".join(words)
    return [whole] if digits_of(whole) else words


def telling(words: list[str]) -> list[str]:
    """Those that say most. What contains a word contains its parts anyway; not so a number, with its many forms."""
    found: list[str] = []
    for word in sorted(dict.fromkeys(words), key=len, reverse=True):
        if len(found) < MOST_WORDS and not _is_part(word, found):
            found.append(word)
    return found


def _is_part(word: str, others: list[str]) -> bool:
    return any(word in longer and longer.isalpha() for longer in others)


def digits_of(text: str) -> str | None:
    """The digits of a written number of at least three digits, or None where the text is no such thing."""
    if re.fullmatch(r"[\d\s()+./\-]+", text) is None:
        return None
    digits = re.sub(r"\D", "", text)
    return digits if len(digits) >= 3 else None


def sort_key(text: str) -> str:
    """The text that a list is ordered by: without case, and short enough for an index."""
    return text.casefold()[:SORT_LENGTH]
