"""What whoever runs the dashboard watches: logs, figures, readiness."""
