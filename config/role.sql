-- The application's own role: it owns the database and all in it, and is neither superuser nor above the policies that
-- keep rows shut (docs/sealing.md). A superuser runs this in the application's database, once, or as often as one likes:
-- it also takes over what an installation left that worked as superuser.
--
--     psql --username=postgres --dbname=competitions --file=config/role.sql
--
-- With DATABASE_PASSWORD in the environment the role gets that password.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
BEGIN;
SELECT 'CREATE ROLE competitions' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'competitions') \gexec
ALTER ROLE competitions LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION;
-- What it asks, with the values in it, shows neither to others with its credentials, nor in the log when it fails.
ALTER ROLE competitions SET track_activities = off;
ALTER ROLE competitions SET log_min_error_statement = panic;
ALTER ROLE competitions SET log_error_verbosity = terse;
\getenv password DATABASE_PASSWORD
\if :{?password}
ALTER ROLE competitions PASSWORD :'password';
\endif

SELECT format('ALTER DATABASE %I OWNER TO competitions', current_database()) \gexec
SELECT format('ALTER TABLE %s OWNER TO competitions', oid::regclass) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e') \gexec
SELECT format('ALTER ROUTINE %s OWNER TO competitions', oid::regprocedure) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e') \gexec
COMMIT;
