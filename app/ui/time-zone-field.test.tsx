import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { TimeZoneField } from "./field.tsx";
import { ZoneForm } from "./zone-form.tsx";

const ZONES = ["Africa/Abidjan", "Europe/Berlin"];

test("R7.3 a zone that the list lacks stays chosen, so that saving the form keeps it", () => {
  const html = renderToString(
    <TimeZoneField name="timeZone" label="" error={undefined} zones={ZONES} value="Etc/GMT+5" />,
  );
  expect(html).toContain('<option value="Etc/GMT+5" selected="">');
});

test("R7.4 the guest's zone stays chosen, also when the list lacks it", () => {
  const html = renderToString(<ZoneForm path="/ada/30" zone="Etc/GMT+5" label="" zones={ZONES} />);
  expect(html).toContain('<option value="Etc/GMT+5" selected="">');
});
