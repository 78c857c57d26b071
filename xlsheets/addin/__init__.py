"""Text sources -> xlsheets.xlam, and xlsheets.xlam -> Excel's start-up folder."""
