"""The GitHub Action's steps: each reads environment variables only, and runs on any machine as it does there."""
