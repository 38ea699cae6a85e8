// Looks for double bookings in the stored rows, by nothing of the app's: plain SQL, and a sweep of its own.

interface Row {
  host_id: string;
  id: string;
  starts_at: number;
  ends_at: number;
  block_starts_at: number;
  block_ends_at: number;
}

const PAGE = 5_000;

/** The pairs of confirmed bookings of one host of which one meeting touches the other's block, in words. */
export async function findOverlaps(d1: D1Database): Promise<string[]> {
  const found: string[] = [];
  let live: Row[] = [];
  for (const row of await listConfirmed(d1)) {
    live = live.filter(
      (other) => other.host_id === row.host_id && other.block_ends_at > row.block_starts_at,
    );
    for (const other of live) {
      if (isTouchedBy(row, other) || isTouchedBy(other, row)) found.push(wordsFor(other, row));
    }
    live.push(row);
  }
  return found;
}

/** Half-open: back to back is no overlap. */
function isTouchedBy(block: Row, meeting: Row): boolean {
  return meeting.starts_at < block.block_ends_at && block.block_starts_at < meeting.ends_at;
}

async function listConfirmed(d1: D1Database): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const { results } = await d1
      .prepare(
        `SELECT host_id, id, starts_at, ends_at, block_starts_at, block_ends_at FROM bookings
         WHERE status = 'confirmed' ORDER BY host_id, block_starts_at, id LIMIT ?1 OFFSET ?2`,
      )
      .bind(PAGE, rows.length)
      .all<Row>();
    rows.push(...results);
    if (results.length < PAGE) return rows;
  }
}

function wordsFor(one: Row, other: Row): string {
  const time = ({ starts_at, ends_at }: Row) =>
    `${new Date(starts_at).toISOString()}–${new Date(ends_at).toISOString()}`;
  return `${one.id} ${time(one)} and ${other.id} ${time(other)} of host ${one.host_id}`;
}
