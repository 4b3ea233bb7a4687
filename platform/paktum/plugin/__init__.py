"""The public plugin API: what a pack or a tenant may say, and how it is loaded and merged."""
