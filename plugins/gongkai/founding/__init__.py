"""What a portal of one's own begins with, made out of the file that the engine is installed from."""
