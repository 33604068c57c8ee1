"""The Berkeley Function-Calling Leaderboard: its data is read, none of its code run."""
