"""A file of any kind as the seed that it becomes: its words, its facts, what was left out."""
