"""The course: teach, grade, simulate. Answers and decisions are data; nothing that a participant hands in is run."""
