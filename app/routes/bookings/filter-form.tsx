import { Form, Link } from "@remix-run/react";
import { LONGEST_SEARCH } from "../../domain/booking-list.ts";
import { SelectField } from "../../ui/choice-field.tsx";
import { TextField } from "../../ui/field.tsx";
import { isFiltered, type ListQuery, listHref } from "./list-query.ts";
import { syncFilterTexts } from "./list-text.ts";

interface Props {
  query: ListQuery;
  eventTypes: { id: string; title: string }[];
}

const ALL = { value: "", text: "All" };

/** Search and filters within one list; what is asked for stands in the address. */
export function FilterForm({ query, eventTypes }: Props) {
  const { list, search, eventTypeId, sync } = query;
  const hasChoice = eventTypeId !== "" || sync !== "";
  return (
    <Form
      method="get"
      action="/bookings"
      role="search"
      // Fields show what the address asks for; another list leaves them as they are.
      key={listHref({ ...query, list: "upcoming" })}
      className="mb-6"
    >
      {list === "upcoming" ? null : <input type="hidden" name="list" value={list} />}
      <div className="flex flex-wrap items-end gap-x-3">
        <div className="min-w-0 grow basis-48">
          <TextField
            type="search"
            name="q"
            label="Name, e-mail address or title"
            error={undefined}
            defaultValue={search}
            maxLength={LONGEST_SEARCH}
          />
        </div>
        <button type="submit" className="button button-quiet mb-5">
          Search
        </button>
      </div>
      <details open={hasChoice} className="-mt-2">
        <summary className="min-h-6 w-fit cursor-pointer">Filters</summary>
        <div className="mt-3 grid gap-x-4 sm:grid-cols-2">
          <SelectField
            name="type"
            label="Event type"
            error={undefined}
            value={eventTypeId}
            options={[ALL, ...eventTypes.map(({ id, title }) => ({ value: id, text: title }))]}
          />
          <SelectField
            name="sync"
            label="Calendar"
            error={undefined}
            value={sync}
            options={[
              ALL,
              ...Object.entries(syncFilterTexts).map(([value, text]) => ({ value, text })),
            ]}
          />
        </div>
        <button type="submit" className="button button-quiet">
          Show these
        </button>
      </details>
      {isFiltered(query) ? (
        <p className="mt-3">
          <Link
            className="inline-flex min-h-6 items-center"
            to={listHref({ list, search: "", eventTypeId: "", sync: "" })}
          >
            Clear search and filters
          </Link>
        </p>
      ) : null}
    </Form>
  );
}
