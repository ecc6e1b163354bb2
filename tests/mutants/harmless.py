"""Mutants that behave as the original does, so that no test can notice. They are not made.

Each is the file's name, the line before, the line after, and why it is harmless.
"""

HARMLESS: tuple[tuple[str, str, str, str], ...] = (
    (
        "credentials.py",
        r'if not re.fullmatch(r"[\x21-\x7e]+", key):',
        r'if not re.fullmatch(r"[\x21-\x7E]+", key):',
        "the same character",
    ),
    (
        "middleware.py",
        "view.role_required = False  # type: ignore[attr-defined]",
        "view.role_required = None  # type: ignore[attr-defined]",
        "it is only asked whether it is true",
    ),
    (
        "client_address.py",
        'for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):',
        'for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "XXXX").split(",")):',
        "no address, as the empty text is none",
    ),
    (
        "client_address.py",
        'if not _is_ours(peer, "-"):',
        "if not _is_ours(peer, None):",
        "there is an address here, so the text does not count",
    ),
    (
        "transport.py",
        'raise IncompleteRead(b"")',
        "raise IncompleteRead(None)",
        "nobody looks at the bytes; the kind of error counts",
    ),
)
