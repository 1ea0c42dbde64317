"""How the sample case is made: figures from seeded draws, stories as readable data."""
