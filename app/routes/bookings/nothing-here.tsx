import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { isFiltered, type ListQuery, listHref } from "./list-query.ts";
import { listTexts } from "./list-text.ts";

interface Props {
  query: ListQuery;
  /** Whether the address asks for a page that is not the first. */
  isLaterPage: boolean;
  page: { handle: string; address: string; isEnabled: boolean };
}

/** Why a list is empty, and what to do about it. */
export function NothingHere(props: Props) {
  return <div className="card">{textOf(props)}</div>;
}

function textOf({ query, isLaterPage, page }: Props): ReactNode {
  const { none } = listTexts[query.list];
  if (isLaterPage) {
    return (
      <p>
        There are no more bookings here. <Link to={listHref(query)}>Back to the first page</Link>
      </p>
    );
  }
  if (query.sync === "attention") {
    return (
      <p>
        {none} needs you. Whatever waits for your calendar is listed under{" "}
        <Link to="/sync">Sync</Link>.
      </p>
    );
  }
  if (isFiltered(query)) {
    return <p>{none} is like that. Try fewer words, another list above, or clear the filters.</p>;
  }
  switch (query.list) {
    case "upcoming":
      return <HowToBeBooked page={page} />;
    case "past":
      return <p>Nothing is over yet. Bookings come here once their time has passed.</p>;
    case "cancelled":
      return <p>Nothing was cancelled. Open a booking to cancel it; it then stands here.</p>;
  }
}

function HowToBeBooked({ page }: Pick<Props, "page">) {
  if (!page.isEnabled) {
    return (
      <p>
        Nothing is booked, and your page is switched off. Switch it on under{" "}
        <Link to="/settings">Settings</Link>.
      </p>
    );
  }
  return (
    <p className="wrap-anywhere">
      Nothing is booked. Share the address of your page, and bookings appear here:{" "}
      <a href={`/${page.handle}`}>{page.address}</a>
    </p>
  );
}
