"""What tests share: servers, tenants of their own, browsers that sign in, statement counts."""
