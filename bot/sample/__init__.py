"""The sample school and its clock."""
