"""The indexes on the network: what they are asked, how fast, and what their answers mean."""
