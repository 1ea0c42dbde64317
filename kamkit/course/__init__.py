"""The course: exercises with feedback on the case, and what a participant answered, read as data only."""
