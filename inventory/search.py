"""What a search compares: text without case, accents, width and typographic punctuation, and numbers in any form."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

SORT_LENGTH = 100  # characters
MOST_WORDS = 6  # of a search, the longest: each costs. The rest is not looked for
HOME = "US"  # where people are taken to be at home as well, whatever countries a workspace has numbers of
# Letters that Unicode takes for letters of their own, and people without such a key write like this
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
# An apostrophe does not count, however it is written; a dash is a dash.
PUNCTUATION = str.maketrans(dict.fromkeys("'`´‘’‛ʼʹ′") | dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("“”„‟″«»", '"'))
# A phone number as people write it, folded: `tel:` or the like, digits with anything between them, an extension.
BETWEEN_DIGITS = r"[\s()\[\]+.,:/·•∙⋅・*~-]*"
WRITTEN_NUMBER = re.compile(
    rf"(?:[^\W\d]+\.?:\s*)?(?P<number>(?:{BETWEEN_DIGITS}\d)+?{BETWEEN_DIGITS}?)"
    rf"(?:[;?].*|[\s,]*(?:ext(?:ension|n)?\.?|x|#)[\s.:]*\d{{0,7}}{BETWEEN_DIGITS})?"
)
UNFINISHED = (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY)  # its end may not be typed yet


def fold(text: str) -> str:
    """The text as searches and orders compare it: both what is stored and what is looked for go through here."""
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
def needles(text: str, regions: tuple[str, ...] = ()) -> tuple[tuple[str, ...], ...]:
    """What a text has to contain to be found: of each tuple one. None where nothing is looked for.

    The words come in any order; a written phone number is one word, and found in whichever form it is written by
    somebody from one of these countries.
    """
    return tuple(_forms(word, regions) for word in _looked_for(_words(text)))


def left_out(text: str) -> list[str]:
    """The words of a search that are not looked for, because there are too many."""
    words = _words(text)
    found = _looked_for(words)
    return [word for word in dict.fromkeys(words) if word not in found and not _is_part(word, found)]


def numbers_in(text: str, regions: tuple[str, ...] = ()) -> list[str]:
    """What a written phone number may be in E.164, read by somebody from each of these countries."""
    match = WRITTEN_NUMBER.fullmatch(fold(text).strip())
    if match is None:
        return []
    digits = re.sub(r"\D", "", match["number"])
    if "+" in match["number"].partition(digits[0])[0]:
        return _parsed(f"+{digits}")
    prefixes = [prefix for prefix in ("00", "011") if digits.startswith(prefix)]  # to dial abroad with
    found = [number for prefix in prefixes for number in _parsed(f"+{digits.removeprefix(prefix)}")]
    found += [number for region in dict.fromkeys((*regions, HOME)) for number in _parsed(digits, region)]
    return list(dict.fromkeys(found))


def _parsed(digits: str, region: str | None = None) -> list[str]:
    try:
        number = phonenumbers.parse(digits, region)
    except NumberParseException:
        return []
    reason = phonenumbers.is_possible_number_with_reason(number)
    found = (
        [phonenumbers.format_number(number, PhoneNumberFormat.E164)] if reason == ValidationResult.IS_POSSIBLE else []
    )
    if reason in UNFINISHED or number.italian_leading_zero:  # the 0 of a number within the country, or Italy's own
        found.append(f"+{number.country_code}{number.national_number}")
    return [number for number in found if len(number) > 4]


def _forms(word: str, regions: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of which one has to occur for a word. What contains another of them is not looked for besides."""
    digits = digits_of(word)
    if digits is None:
        return (word,)
    forms = sorted(dict.fromkeys((word, digits, *numbers_in(word, regions))), key=len)
    return tuple(form for place, form in enumerate(forms) if not any(other in form for other in forms[:place]))


def _words(text: str) -> list[str]:
    """The words of a text, where a phone number is one word. Fewer digits than seven may be words of their own."""
    words = fold(text).split()
    whole = " ".join(words)
    if digits_of(whole):
        return [whole]
    found: list[str] = []
    for is_number, some in groupby(words, key=_has_only_digits):
        part = list(some)
        joined = " ".join(part)
        found += [joined] if is_number and len(digits_of(joined) or "") >= 7 else part
    return found


def _has_only_digits(word: str) -> bool:
    return any(map(str.isdigit, word)) and not any(map(str.isalpha, word))


def _looked_for(words: list[str]) -> list[str]:
    """Those that say most. What contains a word contains its parts anyway; not so a number, with its many forms."""
    found: list[str] = []
    for word in sorted(dict.fromkeys(words), key=len, reverse=True):
        if len(found) < MOST_WORDS and not _is_part(word, found):
            found.append(word)
    return found


def _is_part(word: str, others: list[str]) -> bool:
    return any(word in longer and longer.isalpha() for longer in others)


def digits_of(text: str) -> str | None:
    """The digits of a written number of at least three digits, without its extension. None for other texts."""
    match = WRITTEN_NUMBER.fullmatch(text)
    digits = re.sub(r"\D", "", match["number"]) if match else ""
    return digits if len(digits) >= 3 else None


def sort_key(text: str) -> str:
    """The text that a list is ordered by: folded, with numbers by their value, and short enough for an index."""
    return _by_value(_one_line(text))[:SORT_LENGTH]


def sort_prefixes(text: str) -> list[str]:
    """How the sort keys of texts begin that begin with this one: a number at its end may have more digits."""
    line = _one_line(text)
    digits = re.search(r"\d+$", line)
    if digits is None or len(digits[0]) > 15:
        return [_by_value(line)[:SORT_LENGTH]]
    begin, shown = _by_value(line[: digits.start()]), digits[0].lstrip("0")
    return [f"{begin}{length:02}{shown}"[:SORT_LENGTH] for length in range(len(shown), 16)] if shown else [begin]


def _one_line(text: str) -> str:
    return " ".join(fold(text).split())


def _by_value(text: str) -> str:
    """Each number in the text behind the count of its digits, so that 2 comes before 10."""

    def counted(number: re.Match[str]) -> str:
        digits = number[0].lstrip("0") or "0"
        return f"{min(len(digits), 99):02}{digits}"

    return re.sub(r"\d+", counted, text)
