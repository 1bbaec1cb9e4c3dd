"""Letters of the ladder: from the first absence to the principal's decision, and their corrections."""
