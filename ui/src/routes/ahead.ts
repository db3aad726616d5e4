// Asks the engine what the first screen will ask, before there is a page: the answers are there when it is drawn.

import type { QueryClient } from "@tanstack/react-query";
import { todayAsks } from "../features/today/asks";
import { question } from "../lib/ask";
import type { Backend } from "../lib/backend";
import type { Args, CommandName } from "../lib/commands";
import { chosenScope } from "../lib/scope";

/** How long the page waits for them, in milliseconds; then it is drawn without and says what it waits for. */
const PATIENCE = 200;

export async function askAhead(client: QueryClient, backend: Backend): Promise<void> {
  const ask = <N extends CommandName>([name, args]: [N, Args<N>]) =>
    client.prefetchQuery(question(backend, name, args));
  const asked = [ask(["status", {}]), ask(["pipelines", {}])];
  if (opensOnToday()) {
    const { asking, unsure, waiting, reviews, feed } = todayAsks(chosenScope());
    asked.push(ask(asking), ask(unsure), ask(waiting), ask(reviews), ask(feed));
  }
  await Promise.race([Promise.all(asked), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}

function opensOnToday(): boolean {
  return ["", "#", "#/"].includes(window.location.hash);
}
