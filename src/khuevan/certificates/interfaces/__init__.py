"""Forms, tables and files of certificates; they know nothing of addresses."""
