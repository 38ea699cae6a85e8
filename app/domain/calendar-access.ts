// What a host may do with a calendar on their list.

interface Accessible {
  /** Google's word for it; `gone` once the calendar is on the list no more. */
  accessRole: string;
}

/** The role of a calendar that was on its host's list, and is no more. */
export const GONE_ROLE = "gone";

/** Slotkeeper writes only to calendars that are the host's own, since it asks for no wider permission. */
export const isOwn = ({ accessRole }: Accessible): boolean => accessRole === "owner";

export const isGone = ({ accessRole }: Accessible): boolean => accessRole === GONE_ROLE;
