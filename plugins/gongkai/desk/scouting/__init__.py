"""What a program proposes of public pages, decided by a person: no, later, or an entry of the ledger as the desk's form writes it."""
