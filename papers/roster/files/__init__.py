"""Files from outside, in every format a school has, as rows of cells."""
