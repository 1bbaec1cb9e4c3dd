"""The register: half days held and reported, marks, questions, roll calls."""
