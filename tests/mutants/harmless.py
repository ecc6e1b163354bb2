"""Mutants that behave as the original does, so that no test can notice. They are not made.

Each is the file's name, the line before, the line after, and why it is harmless.
"""

HARMLESS: tuple[tuple[str, str, str, str], ...] = (
    (
        "client.py",
        "allow_redirects=False,",
        "allow_redirects=True,",
        "the session never sees a redirect's target: either alone is enough, and both are meant",
    ),
    (
        "credentials.py",
        r'if not re.fullmatch(r"[\x21-\x7e]+", key):',
        r'if not re.fullmatch(r"[\x21-\x7E]+", key):',
        "the same character",
    ),
)
