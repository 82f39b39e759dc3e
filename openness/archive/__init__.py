"""The record of an audit: everything that a later reader needs to see, check and repeat it."""
