"""What a notice is at each step: `notice.Notice` as read, `reading.Reading` as understood in rows."""
