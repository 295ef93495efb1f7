"""What checking the data costs, held against an earlier state of the project."""
