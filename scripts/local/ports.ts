import { type AddressInfo, createServer, type Server } from "node:net";
import { LocalConfigurationError } from "./configuration.ts";

/** @throws LocalConfigurationError naming the port and the variable that changes it. */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  const problem = await listen(port).then(
    (server) => close(server).then(() => null),
    (error: NodeJS.ErrnoException) => error,
  );
  if (!problem) return;
  const reason =
    problem.code === "EADDRINUSE"
      ? "is in use by another program"
      : `cannot be used (${problem.code})`;
  throw new LocalConfigurationError(
    `Port ${port} ${reason}; choose another one with ${variable}=<port>`,
  );
}

/** Different ones: all are held until the last is found. */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(close));
  return ports;
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
