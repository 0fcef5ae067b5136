"""Measurements that are run by hand. See README.md in this folder."""
