"""What clerks do: record, mend, and see what comes of it before anything is written."""
