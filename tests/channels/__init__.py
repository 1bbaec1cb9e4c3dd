"""What each channel promises, over real HTTP with fakes at the edge."""
