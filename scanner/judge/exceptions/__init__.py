"""Waivers and baselines: exceptions that stay visible, end on their day, and hold only on their own ground."""
