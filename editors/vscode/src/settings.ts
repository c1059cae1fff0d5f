// What the user has set, as the server takes it. Nothing here knows VS Code, so that it can be tested without.

/** Reads a setting by its name below `kcheck.`; undefined if there is none. */
export type Read = (name: string) => unknown;

/** The settings that the server knows, by its own names: the keys of .kcheck.toml, and a few of its own. */
const NAMES: Readonly<Record<string, string>> = {
  strict: "strict",
  select: "select",
  ignore: "ignore",
  maxLineLength: "max-line-length",
  unsafeFixes: "unsafe-fixes",
  onlyChanges: "only-changes",
  revision: "revision",
};

/** What goes to the server; what is not set stays out, so that files of configuration decide. */
export function serverOptions(read: Read): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(NAMES)) {
    const value = read(name);
    const isUnset = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    if (!isUnset) {
      options[key] = value;
    }
  }
  return options;
}

/** The other of the two: only what has changed, or all. */
export function toggled(onlyChanges: unknown): "off" | "hide" {
  return onlyChanges === "off" || onlyChanges === undefined ? "hide" : "off";
}

/** The executable, `~` and `${workspaceFolder}` replaced. */
export function executable(path: string, home: string, folder: string | undefined): string {
  const trimmed = path.trim() || "kcheck";
  const atHome = trimmed === "~" || trimmed.startsWith("~/") ? home + trimmed.slice(1) : trimmed;
  return folder === undefined ? atHome : atHome.replaceAll("${workspaceFolder}", folder);
}

/** The languages whose documents the server is told about. */
export const LANGUAGES = ["c", "cpp", "diff", "git-commit", "dts", "kconfig", "makefile", "restructuredtext"] as const;
