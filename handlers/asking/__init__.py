"""What is no report and no command: recognised, and answered by the command that answers it."""
