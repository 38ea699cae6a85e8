import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { listTimeZones } from "../domain/time-zone.ts";
import { TimeZoneField } from "./field.tsx";
import { ZoneForm } from "./zone-form.tsx";

const ZONES = ["Africa/Abidjan", "Europe/Berlin"];

test("R7.3 a zone that the list lacks stays chosen, so that saving the form keeps it", () => {
  const html = renderToString(
    <TimeZoneField name="timeZone" label="" error={undefined} zones={ZONES} value="Etc/GMT+5" />,
  );
  expect(html).toContain('<option value="Etc/GMT+5" selected="">');
});

const zoneForm = (zone: string) => renderToString(<ZoneForm path="/ada/30" zone={zone} label="" />);

test("R7.4 the guest's zone stays chosen, also when the list lacks it", () => {
  expect(zoneForm("Etc/GMT+5")).toContain(
    '<option value="Etc/GMT+5" selected="">Etc/GMT+5</option>',
  );
});

test("R7.4 every zone can be chosen, each once, and the one in use is chosen", () => {
  for (const zone of ["America/New_York", "UTC", "America/New_York"]) {
    const html = zoneForm(zone);
    const options = [...html.matchAll(/<option value="([^"]+)"( selected="")?>([^<]+)</g)];
    expect(options.map(([, value]) => value)).toEqual(listTimeZones());
    expect(options.filter(([, , selected]) => selected).map(([, value]) => value)).toEqual([zone]);
    expect(options.map(([, , , text]) => text)).toContain("America/New York");
  }
});

test("R7.4 what is no name of a zone never becomes markup", () => {
  expect(() => zoneForm('"><b>')).toThrow("no name of a time zone");
});
