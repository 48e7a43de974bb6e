"""Predicts what an import of one package does to a learner who has another."""
