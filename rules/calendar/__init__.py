"""Days: which half days a class holds, and days, periods and wishes as people say them."""
