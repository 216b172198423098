"""One folder for each capability; none knows another."""
