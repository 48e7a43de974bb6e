"""Plans how the changes of a package reach a collection that a learner has studied and edited."""
