"""The same tree again: every folder of the product has its tests here."""
