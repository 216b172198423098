"""Whatever can be done with a thing: a complaint, a recommendation, a lesson; one page each."""
