"""People: pupils, staff, guardians, their places and classes, and the chats they are reached by."""
