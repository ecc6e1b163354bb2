"""What `manage.py demo` needs besides its command."""
