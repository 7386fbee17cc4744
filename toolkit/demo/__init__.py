"""The demo: replicas of social networks and three clients to try the toolkit on."""
