/** The page on which a host reads a booking; the ones to change it are below. */
export function hostBookingPath({ id }: { id: string }): string {
  return `/bookings/${id}`;
}
