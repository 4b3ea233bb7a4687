"""Reports: made by a job from a locked snapshot, kept with who asked and when."""
