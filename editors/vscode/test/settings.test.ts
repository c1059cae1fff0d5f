import { describe, expect, it } from "vitest";
import manifest from "../package.json";
import { executable, serverOptions, toggled } from "../src/settings";

const properties: Record<string, { default?: unknown }> = manifest.contributes.configuration.properties;

describe("the server's options", () => {
  it("leave out what is not set", () => {
    const defaults = (name: string) => properties[`kcheck.${name}`]?.default;
    expect(serverOptions(defaults)).toEqual({ "unsafe-fixes": true, "only-changes": "off", revision: "HEAD" });
  });

  it("have the names of the configuration file", () => {
    const values: Record<string, unknown> = { strict: false, ignore: ["LONG_LINE"], maxLineLength: 80, select: [] };
    const expected = { strict: false, ignore: ["LONG_LINE"], "max-line-length": 80 };
    expect(serverOptions((name) => values[name])).toEqual(expected);
  });
});

describe("the executable", () => {
  it.each([
    ["kcheck", undefined, "kcheck"],
    ["  ", undefined, "kcheck"],
    ["~/bin/kcheck", undefined, "/home/frog/bin/kcheck"],
    ["~frog/kcheck", undefined, "~frog/kcheck"],
    ["${workspaceFolder}/.venv/bin/kcheck", "/src/linux", "/src/linux/.venv/bin/kcheck"],
    ["${workspaceFolder}/kcheck", undefined, "${workspaceFolder}/kcheck"],
  ])("%s in %s is %s", (path, folder, expected) => {
    expect(executable(path, "/home/frog", folder)).toBe(expected);
  });
});

it("switches between what has changed and all", () => {
  expect(toggled("off")).toBe("hide");
  expect(toggled(undefined)).toBe("hide");
  expect(toggled("hide")).toBe("off");
  expect(toggled("hint")).toBe("off");
});

describe("the problem matcher", () => {
  const pattern = new RegExp(manifest.contributes.problemMatchers[0]!.pattern.regexp);

  it("reads the concise format", () => {
    const line = "drivers/hv/pond.c:4:2: error: SPACING: a space is missing after 'if' [*]";
    expect(pattern.exec(line)?.slice(1)).toEqual([
      "drivers/hv/pond.c", "4", "2", "error", "SPACING", "a space is missing after 'if'",
    ]);
  });

  it("leaves other lines alone", () => {
    expect(pattern.test("2 errors in 1 of 5 files")).toBe(false);
  });
});

it("has a command for all that the extension and the server register", () => {
  const names = manifest.contributes.commands.map(({ command }) => command);
  const registered = ["restart", "fixAll", "checkWorkspace", "explain", "toggleOnlyChanges", "showOutput"];
  expect(names).toEqual(registered.map((name) => `kcheck.${name}`));
});
