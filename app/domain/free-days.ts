/** An all-day event that takes up no time. Dates "YYYY-MM-DD", both included, without a zone. */
export interface FreeDays {
  /** Never stored. */
  title: string;
  firstDay: string;
  lastDay: string;
}
