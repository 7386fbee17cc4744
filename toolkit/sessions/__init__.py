"""The job: plan, log in, log out, log out everywhere, judge, receipt. Emits events; prints nothing."""
