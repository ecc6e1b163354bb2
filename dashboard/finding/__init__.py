"""Finding anything: the find box, the palette, and suggestions as one types."""
