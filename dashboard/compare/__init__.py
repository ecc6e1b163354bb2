"""What differs between two moments: its page, filters, words and exports."""
