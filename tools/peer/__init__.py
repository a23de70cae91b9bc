"""What the simulated peers share: folder exchange, working days, waking up.

Peers are independent of Haven's C++ code on purpose: a mistake in one is not repeated in the other.
"""
