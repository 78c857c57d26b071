"""The officer's board on the page: the files that are open, judged by the register as the commands judge a folder."""
