"""What every page stands on: request context, access, layout, the design system and security headers; knows no domain."""
