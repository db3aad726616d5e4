// What is done before there is a page: the engine is asked what the first screen will ask, and the way there is found.

import type { QueryClient } from "@tanstack/react-query";
import { todayAsks } from "../features/today/asks";
import { question } from "../lib/ask";
import type { Backend } from "../lib/backend";
import type { Args, CommandName } from "../lib/commands";
import { newQueryClient } from "../lib/query-client";
import { chosenScope } from "../lib/scope";
import { newRouter } from "./router";

/** How long the page waits for the engine's answers, in milliseconds; then it is drawn without and says what it waits for. */
const PATIENCE = 200;

export interface Ahead {
  client: QueryClient;
  router: ReturnType<typeof newRouter>;
}

export async function goAhead(backend: Backend): Promise<Ahead> {
  const client = newQueryClient();
  const answers = Promise.all(firstAsks(client, backend));
  const router = newRouter();
  await Promise.all([router.load(), Promise.race([answers, new Promise((resolve) => setTimeout(resolve, PATIENCE))])]);
  return { client, router };
}

function firstAsks(client: QueryClient, backend: Backend): Promise<void>[] {
  const ask = <N extends CommandName>([name, args]: [N, Args<N>]) =>
    client.prefetchQuery(question(backend, name, args));
  const asked = [ask(["status", {}]), ask(["pipelines", {}])];
  if (opensOnToday()) {
    const { asking, unsure, waiting, lost, reviews, feed } = todayAsks(chosenScope());
    asked.push(ask(asking), ask(unsure), ask(waiting), ask(lost), ask(reviews), ask(feed));
  }
  return asked;
}

function opensOnToday(): boolean {
  return ["", "#", "#/"].includes(window.location.hash);
}
