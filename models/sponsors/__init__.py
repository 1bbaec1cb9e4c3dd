"""Sponsors (đỡ đầu): pupils at risk and who follows each of them."""
