"""Where subjects are read from. Importing this package loads no client library."""
