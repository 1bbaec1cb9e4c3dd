"""Letters of a case: visits, answers, decisions, its end."""
