"""The words of reports: typed as they come, and what each of them means."""
