import { describe, expect, it } from "vitest";
import { sentence, shown } from "../src/status";

describe("the status bar", () => {
  it("counts what was found", () => {
    const { text, tooltip } = shown("running", { errors: 1, warnings: 2, checks: 0 }, false);
    expect(text).toBe("kcheck 3");
    expect(tooltip).toBe("1 error, 2 warnings");
  });

  it("is content with a clean document", () => {
    expect(shown("running", { errors: 0, warnings: 0, checks: 0 }, false).text).toBe("$(check) kcheck");
  });

  it("tells when only changes are looked at", () => {
    const { text, tooltip } = shown("running", { errors: 1, warnings: 0, checks: 0 }, true);
    expect(text).toBe("kcheck 1 $(git-compare)");
    expect(tooltip).toBe("1 error in what has changed");
  });

  it.each(["stopped", "failed"] as const)("warns when the server has %s", (life) => {
    expect(shown(life, undefined, false).isWarning).toBe(true);
  });

  it.each(["starting", "disabled"] as const)("does not warn when it is %s", (life) => {
    expect(shown(life, undefined, false).isWarning).toBe(false);
  });
});

it("says in words how many there are", () => {
  expect(sentence({ errors: 0, warnings: 0, checks: 1 })).toBe("1 check");
  expect(sentence({ errors: 0, warnings: 0, checks: 0 })).toBe("nothing found");
});
