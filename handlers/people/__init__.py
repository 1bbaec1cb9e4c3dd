"""Linking, positions, invitations, the roster, languages."""
