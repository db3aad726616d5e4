// Made-up imports: one list that can be read, previewed and imported, and three that were.

import type { ChosenFile } from "../../generated/ChosenFile";
import type { Delimiter } from "../../generated/Delimiter";
import type { Event } from "../../generated/Event";
import type { ImportColumn } from "../../generated/ImportColumn";
import type { ImportField } from "../../generated/ImportField";
import type { ImportJob } from "../../generated/ImportJob";
import type { ImportLook } from "../../generated/ImportLook";
import type { ImportReading } from "../../generated/ImportReading";
import type { ImportReport } from "../../generated/ImportReport";
import type { ImportRequest } from "../../generated/ImportRequest";
import type { ImportRow } from "../../generated/ImportRow";
import type { ImportRowVerdict } from "../../generated/ImportRowVerdict";
import { BackendError } from "../backend";
import type { Answers } from "./backend";
import { days, hours } from "./people";
import type { World } from "./world";

const COUNTS = { created: 11_902, updated: 341, skipped: 229, rejected: 8 };
const ROWS = 12_480;

/** Header, where it goes, its first values; as a fair's visitor list has them. */
const COLUMNS: [string, ImportField | null, string[], ImportField?][] = [
  ["E-Mail", "email", ["john@example.com", "sarah@cafe.example", "n/a"]],
  ["Full Name", "name", ["John Smith", "Sarah Jones", "Ben Ford"]],
  ["Business", "company", ["Acme Corp", "Local Cafe", "Ford Tiles"]],
  ["URL", "website", ["https://acme.example", "https://localcafe.example"]],
  ["DR", "domain_authority", ["45", "28", "12"]],
  ["Labels", "tags", ["technology, startup", "hospitality, local"]],
  ["Nots", null, ["Met at conference", "Small business owner"], "notes"],
  ["Last Seen", null, ["12/03/2026", "04/03/2026"]],
];

/** The people whose rows are told one by one; the rest are like them. */
const PEOPLE: [string, string, string, ImportRowVerdict["verdict"], string][] = [
  ["john@example.com", "John Smith", "Acme Corp", "create", "with a deal"],
  ["sarah@cafe.example", "Sarah Jones", "Local Cafe", "update", "name, tags"],
  ["n/a", "Ben Ford", "Ford Tiles", "reject", "“n/a” is not an e-mail address"],
  ["JOHN@example.com", "J. Smith", "Acme Corp", "skip", "same address as line 2"],
  ["mark@stopped.example", "Mark Hill", "Hill & Co", "create", "suppressed: no deal"],
  ["priya@harbourdental.example", "Priya Nair", "Harbour Dental", "skip", "already a contact"],
  ["tom@brickandbeam.example", "Tom Okafor", "Brick & Beam", "create", "with a deal"],
  ["grace@studionine.example", "Grace Lee", "Studio Nine", "create", "with a deal"],
];

let files = 0;

export function chosen(name: string, size: number): ChosenFile {
  files += 1;
  return { token: `file-${files}`, name, size };
}

export function importAnswers(world: World, emit: (event: Event) => void, lively: boolean): Answers {
  let job: ImportJob | null = null;
  let stopped = false;
  const past = earlier();
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, lively ? milliseconds : 0));

  async function run(request: ImportRequest, mine: ImportJob): Promise<void> {
    for (let permille = 0; permille < 1_000; permille += 40) {
      await pause(160);
      if (stopped) mine.outcome = { kind: "stopped" };
      if (mine.outcome.kind !== "running") break;
      const rows = Math.round((ROWS * permille) / 1_000);
      mine.outcome.progress = { phase: "importing", rows, permille };
      if (!lively) permille = 960;
    }
    if (mine.outcome.kind === "running") {
      const id = `import-${past.length + 1}`;
      const report = { ...reportOf(request), id };
      const rejects = { token: `${id}-rejects`, name: "conference-2026-rejected.csv", size: 612 };
      mine.outcome = { kind: "done", report, rejects };
      const { rows_in, created, updated, skipped, rejected, deals } = report;
      const counts = { rows_in, created, updated, skipped, rejected, deals };
      const created_at = world.status.now;
      past.unshift({ id, brand: request.brand, file_name: mine.file_name, state: "done", ...counts, created_at });
    }
    emit({ kind: "changed" });
  }

  return {
    imports_list: () => structuredClone(past),
    imports_now: () => structuredClone({ preview: null, job }),
    import_look: async (reading) => {
      await pause(60);
      return look(reading);
    },
    import_preview: async (request) => {
      await pause(250);
      return reportOf(request);
    },
    import_start: (request) => {
      stopped = false;
      const progress = { phase: "opening" as const, rows: 0, permille: 0 };
      const { brand, pipeline, rows } = request;
      const mine: ImportJob = {
        file_name: "conference-2026.csv",
        brand,
        pipeline,
        rows,
        outcome: { kind: "running", progress },
      };
      job = mine;
      void run(request, mine);
      return structuredClone(mine);
    },
    import_stop: () => {
      stopped = true;
      return { done: "Stopped; nothing was changed." };
    },
    import_leave: () => {
      job = null;
      return { done: "Left." };
    },
    import_example: () => chosen("example.csv", 254),
    import_undo: ({ id }) => {
      const row = past.find((row) => row.id === id);
      if (!row) throw new BackendError("not_found", "There is no such import.");
      row.state = "undone";
      emit({ kind: "changed" });
      const removed = row.created - 3;
      return {
        done: `Removed ${removed} contacts and ${row.deals} deals, restored ${row.updated}, kept 3 that were worked on since.`,
      };
    },
  };
}

function look({ encoding, delimiter, map, keep_unmapped }: ImportReading): ImportLook {
  const columns = COLUMNS.map(([header, known, values, suggestion = null]): ImportColumn => {
    const asked = map[header];
    const field = asked ?? known ?? (keep_unmapped ? "keep" : "ignore");
    const certainty = asked ? "asked" : known ? "known" : "unknown";
    return { header, field, certainty, first_value: values[0] ?? "", suggestion: asked ? null : suggestion };
  });
  return {
    encoding: encoding ?? "windows-1252",
    delimiter: delimiter ?? ("semicolon" satisfies Delimiter),
    sheet: null,
    columns,
    examples: COLUMNS.map(([, , values]) => values),
    has_addresses: columns.some(({ field }) => field === "email"),
    lacks_header: false,
  };
}

function reportOf(request: ImportRequest): ImportReport {
  const { encoding, delimiter, sheet, columns } = look(request.reading);
  const updates = request.on_duplicate === "update";
  const updated = updates ? COUNTS.updated : 0;
  const skipped = COUNTS.skipped + COUNTS.updated - updated;
  const why: Record<string, string> = request.pipeline
    ? {}
    : { "with a deal": "", "suppressed: no deal": "suppressed" };
  const rows = Array.from({ length: 240 }, (_, at): ImportRowVerdict => {
    const [email, name, company, verdict, said] = PEOPLE[at % PEOPLE.length] ?? ["", "", "", "create", ""];
    const once = at < PEOPLE.length ? email : email.replace("@", `+${at}@`);
    const known = verdict === "update" && !updates;
    const told = known ? "already a contact" : (why[said] ?? said);
    return { row: at + 1, line: at + 2, email: once, name, company, verdict: known ? "skip" : verdict, why: told };
  });
  return {
    id: null,
    file_name: "conference-2026.csv",
    encoding,
    delimiter,
    sheet,
    columns,
    rows_in: ROWS,
    created: COUNTS.created,
    updated,
    skipped,
    rejected: COUNTS.rejected,
    deals: request.pipeline ? COUNTS.created - 61 + updated : 0,
    suppressed: 61,
    reasons: { "already a contact": skipped - 41, "same address as an earlier row": 41, "not an e-mail address": 8 },
    warnings: [
      { text: "a domain authority that is not a whole number from 0 to 100 was left out", rows: 14, first_line: 97 },
    ],
    rows,
    rejects: null,
  };
}

function earlier(): ImportRow[] {
  const rows: [string, string, string, number, number, number, number, number, number, number][] = [
    ["cafe-list.csv", "codeteki", "done", 48, 44, 0, 3, 1, 44, hours(-97)],
    ["bloggers-au.xlsx", "codeteki", "done", 1_240, 1_198, 12, 25, 5, 1_210, days(-9)],
    ["directory-export.tsv", "desifirms", "undone", 310, 302, 0, 8, 0, 0, days(-15)],
  ];
  return rows.map(([file_name, brand, state, rows_in, created, updated, skipped, rejected, deals, created_at], at) => ({
    id: `import-${rows.length - at}`,
    brand,
    file_name,
    state,
    rows_in,
    created,
    updated,
    skipped,
    rejected,
    deals,
    created_at,
  }));
}
