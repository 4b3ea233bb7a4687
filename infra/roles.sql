-- The four logins of Paktum and its database. Set the passwords afterwards: \password paktum_app and so on.
create role paktum_owner login nosuperuser nocreatedb nocreaterole bypassrls;
create role paktum_app login nosuperuser nocreatedb nocreaterole nobypassrls;
create role paktum_worker login nosuperuser nocreatedb nocreaterole nobypassrls;
create role paktum_coordinator login nosuperuser nocreatedb nocreaterole nobypassrls;
create database paktum owner paktum_owner encoding 'UTF8' template template0;
revoke connect, temporary on database paktum from public;
grant connect on database paktum to paktum_app, paktum_worker, paktum_coordinator;
\connect paktum
revoke all on schema public from public;
grant usage, create on schema public to paktum_owner;
grant usage on schema public to paktum_app, paktum_worker, paktum_coordinator;
