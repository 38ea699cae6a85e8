import { startLocalApp } from "./local/local-app.ts";
import { prepareLocalApp } from "./local/prepare.ts";
import { runUntilStopped } from "./local/run-until-stopped.ts";

await runUntilStopped(async () => {
  const configuration = await prepareLocalApp(console.log);
  return startLocalApp(configuration);
});
