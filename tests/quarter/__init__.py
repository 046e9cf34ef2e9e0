"""A simulated quarter, and the checks of its ledger."""
