"""Papers of a class as an officer handles them: made, compared with the class, signed, downloaded, filed."""
