// Reads an array of calendars, as texts in JSON, from standard input and prints
// what ical.js understands: for each an array of {uid, start, end, summary}, where
// times are seconds since 1970, or dates.
import ICAL from "ical.js";
import { readFileSync } from "node:fs";

const when = (time) => (time.isDate ? time.toString() : String(time.toUnixTime()));

function events(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return { uid: event.uid, start: when(event.startDate), end: when(event.endDate), summary: event.summary };
  });
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(events)));
