"""What runs all of it."""

import gc

__version__ = "0.1.0"

# Loading the program makes hundreds of thousands of objects and hardly any rubbish: looking for it at Python's own pace
# takes a third of a start, and statements are made of thousands of small objects later on.
gc.set_threshold(100_000, 50, 50)
