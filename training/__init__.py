"""Training of the small models that the advisor ships: one command each."""
