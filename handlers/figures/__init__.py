"""Figures asked for: school, class, hamlet, pupil."""
