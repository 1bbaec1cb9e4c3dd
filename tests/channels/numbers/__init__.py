"""Roads to phone numbers, against strict fakes over real HTTP."""
