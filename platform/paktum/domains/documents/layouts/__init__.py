"""The layouts of a meeting's papers: each turns a frozen snapshot into a file, and asks for nothing else."""
