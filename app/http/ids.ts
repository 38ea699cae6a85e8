// Only until app/routes/sync imports it from the domain.
export { isId } from "../domain/ids.ts";
