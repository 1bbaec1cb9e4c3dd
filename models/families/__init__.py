"""What families are told and answer, and whom no chat reaches."""
