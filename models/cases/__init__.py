"""Cases: followed until the pupil is back, the visits and notes on them, and who may see them."""
