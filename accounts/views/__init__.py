"""The room's pages: each looks up what the person may see, asks an action, shows the answer."""
