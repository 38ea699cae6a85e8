/** What a host should know of a time that was booked, or moved to, while Google could not be asked. */
export function MayOverlap() {
  return (
    <p className="mt-2 text-warn">
      Google could not say whether you are free then: it may overlap something in your calendar.
    </p>
  );
}
