"""Statistics: the cube that travels between rooms, and what is computed from it."""
