"""The return campaign as text, chart and file."""
