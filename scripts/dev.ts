import { startLocalApp } from "./local/local-app.ts";
import { prepareLocalApp } from "./local/prepare.ts";
import { runUntilStopped } from "./local/run-until-stopped.ts";
import { watchSources } from "./local/watch-sources.ts";

await runUntilStopped(async () => {
  const configuration = await prepareLocalApp(console.log);
  const local = await startLocalApp(configuration);
  watchSources(local, configuration.statePath);
  return local;
});
