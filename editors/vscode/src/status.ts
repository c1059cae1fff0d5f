// What the status bar says.

/** Where the server is in its life. */
export type Life = "starting" | "running" | "stopped" | "failed" | "disabled";

/** How many findings of each severity there are in a document. */
export interface Counts {
  errors: number;
  warnings: number;
  checks: number;
}

/** An item of the status bar. */
export interface Shown {
  text: string;
  tooltip: string;
  isWarning: boolean;
}

/** The item for a server and the document in front; undefined if there is none that it knows. */
export function shown(life: Life, counts: Counts | undefined, onlyChanges: boolean): Shown {
  switch (life) {
    case "starting":
      return { text: "$(sync~spin) kcheck", tooltip: "kcheck is starting", isWarning: false };
    case "stopped":
      return { text: "$(circle-slash) kcheck", tooltip: "kcheck has stopped", isWarning: true };
    case "failed":
      return { text: "$(warning) kcheck", tooltip: "kcheck could not be started: see the output", isWarning: true };
    case "disabled":
      return { text: "$(circle-slash) kcheck", tooltip: "kcheck is switched off", isWarning: false };
    case "running":
      break;
  }
  const mark = onlyChanges ? " $(git-compare)" : "";
  if (counts === undefined) {
    return { text: `kcheck${mark}`, tooltip: "kcheck is running", isWarning: false };
  }
  const total = counts.errors + counts.warnings + counts.checks;
  const text = total === 0 ? `$(check) kcheck${mark}` : `kcheck ${total}${mark}`;
  return { text, tooltip: `${sentence(counts)}${onlyChanges ? " in what has changed" : ""}`, isWarning: false };
}

/** The counts in words. */
export function sentence({ errors, warnings, checks }: Counts): string {
  const parts = [counted(errors, "error"), counted(warnings, "warning"), counted(checks, "check")].filter(Boolean);
  return parts.length === 0 ? "nothing found" : parts.join(", ");
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
