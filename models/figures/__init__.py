"""The one counting room: alerts, replies, summaries and papers count here."""
