"""What each role may do, see and press, and only while it lasts."""
