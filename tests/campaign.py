"""Whether this is the campaign (`make campaign`), which tries all there is; every other run the part that says most."""

import os

CAMPAIGN = bool(os.environ.get("SISO_CAMPAIGN"))
