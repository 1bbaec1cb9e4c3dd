"""What people want who write no report: questions, greetings, instructions."""
