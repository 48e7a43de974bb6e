"""Checks pictures, sounds and videos."""
