"""What others may want to know of, without the inventory knowing them."""

from django.dispatch import Signal

# A command asked for a refresh, which is sent along. What a page asks for, the page knows.
commanded = Signal()
