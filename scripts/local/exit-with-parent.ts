// Preloaded into the app's and the sandbox's process. When the process that started them is killed, its
// end of the IPC channel closes; without this they would live on and keep their ports.
const GRACE_MS = 3_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  process.kill(process.pid, "SIGTERM");
});
// Listening must not by itself keep the process alive.
process.channel?.unref();
