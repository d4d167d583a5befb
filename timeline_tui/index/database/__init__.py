"""A chronology in a PostgreSQL database. Needs the packages of the extra ``postgres``."""
