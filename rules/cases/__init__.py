"""What a case is about: causes of an absence, and what a home visit found."""
