"""What all responses share: htmx, errors, headers, the frame."""
