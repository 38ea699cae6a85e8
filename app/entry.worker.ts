// The Worker's three handlers. They decide nothing: each builds the context and hands over.
import { createRequestHandler } from "@remix-run/cloudflare";
import * as build from "../build/server/index.js";
import { runScheduled } from "./cron/run-scheduled.server.ts";
import { ConfigurationError } from "./env.server.ts";
import { configurationErrorPage } from "./http/configuration-error.server.ts";
import { refuseCrossSite, withoutOrigin } from "./http/cross-site.ts";
import { answeringDatabaseAway } from "./http/database-away.server.ts";
import { refuseUnknownMethod } from "./http/method.ts";
import { refuseBrokenPath, refuseLoaderQuery } from "./http/path.ts";
import { withSecurityHeaders } from "./http/security-headers.ts";
import { createAppContext } from "./load-context.server.ts";
import { consumeSyncMessages } from "./queue/consumer.server.ts";

const handleWithRemix = createRequestHandler(answeringDatabaseAway(build), "production");

export default {
  async fetch(request, rawEnv, executionContext) {
    const refusal =
      refuseUnknownMethod(request) ??
      refuseBrokenPath(request) ??
      refuseLoaderQuery(request) ??
      refuseCrossSite(request);
    if (refusal) return withSecurityHeaders(refusal, request);
    try {
      const context = createAppContext(rawEnv, executionContext);
      const response = await handleWithRemix(withoutOrigin(request), { ...context });
      return withSecurityHeaders(response, request);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return withSecurityHeaders(configurationErrorPage(error), request);
    }
  },

  async queue(batch, rawEnv, executionContext) {
    await consumeSyncMessages(createAppContext(rawEnv, executionContext), batch);
  },

  async scheduled(_controller, rawEnv, executionContext) {
    await runScheduled(createAppContext(rawEnv, executionContext));
  },
} satisfies ExportedHandler<object>;
