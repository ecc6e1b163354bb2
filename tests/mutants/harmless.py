"""Mutants that behave as the original does, so that no test can notice. They are not made.

Each is the file's name, the line before, the line after, and why it is harmless.
"""

HARMLESS: tuple[tuple[str, str, str, str], ...] = ()
