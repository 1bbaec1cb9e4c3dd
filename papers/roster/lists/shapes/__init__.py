"""Lists of their own shapes: pairs of teachers, boarders alone, names that stand in one column."""
