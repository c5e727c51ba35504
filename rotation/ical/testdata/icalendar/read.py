"""Reads an array of calendars, as texts in JSON, from standard input and prints
what icalendar understands: for each an array of {uid, start, end, summary}, where
times are seconds since 1970, or dates."""

import datetime
import json
import sys

from icalendar import Calendar


def when(value):
    if isinstance(value, datetime.datetime):
        return str(int(value.timestamp()))
    return value.isoformat()


def events(text):
    return [
        {"uid": str(event["UID"]), "start": when(event["DTSTART"].dt), "end": when(event["DTEND"].dt), "summary": str(event["SUMMARY"])}
        for event in Calendar.from_ical(text).walk("VEVENT")
    ]


print(json.dumps([events(text) for text in json.load(sys.stdin.buffer)]))
