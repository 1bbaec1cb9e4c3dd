"""What runs all of it."""

import gc

__version__ = "0.1.0"

# Loading the program makes hundreds of thousands of objects and hardly any rubbish: looking for it at Python's own pace
# takes a third of a start. Whatever runs for long goes back to that pace (`bot.runner`).
gc.set_threshold(100_000, 50, 50)
