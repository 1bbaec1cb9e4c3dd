"""What a large message needed is given back to the machine once it is done."""

import ctypes
import sys

# Of glibc's malloc.h. Set at all, they stand: left alone, the first two grow with the largest block that was freed, and
# what is smaller is kept for good from then on; each thread has memory of its own.
_AS_AT_THE_START = {-1: 128 * 1024, -3: 128 * 1024, -8: 2}  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX


def give_back() -> bool:
    """Whether this machine's memory can be told so; where not, nothing is lost but memory."""
    if sys.platform != "linux":
        return False
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):  # another C library
        return False
    told = [mallopt(option, value) for option, value in _AS_AT_THE_START.items()]
    return all(told)
