/** Every other address. */
export function loader(): never {
  throw new Response(null, { status: 404 });
}

export const action = loader;

/** Never shown; without a page of its own the answer would be a 404 with nothing in it. */
export default function NotFound() {
  return null;
}
