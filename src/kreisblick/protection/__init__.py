"""Protection: disclosure control, the attacker who judges it, and the bundle that leaves."""
