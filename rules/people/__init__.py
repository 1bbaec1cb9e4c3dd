"""People and places as schools write them: names, phones, codes, classes, villages."""
