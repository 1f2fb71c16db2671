// Where an emblem stands on what phones make an app's icon of.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ICONS, iconsOf, placed } from "../../chalicelib/web/static/staff/emblem-icons.js";

test("whatever its form, an emblem stays whole within the circle that no phone cuts away", () => {
  const { side } = ICONS.icon_maskable;
  for (const emblem of [{ width: 64, height: 64 }, { width: 300, height: 100 }, { width: 10, height: 90 }]) {
    const [left, top, width, height] = placed(emblem, ICONS.icon_maskable);
    assert.ok(Math.hypot(width / 2, height / 2) <= 0.4 * side);
    assert.deepEqual([left + width / 2, top + height / 2], [side / 2, side / 2]);
    assert.ok(Math.abs(width / height - emblem.width / emblem.height) < 1e-9);
  }
  assert.deepEqual(placed({ width: 64, height: 64 }, ICONS.icon), [0, 0, 512, 512]);
});

test("what can't be read as a picture is refused at its field", async () => {
  globalThis.Image = class { decode = async () => { throw new Error("no picture"); }; };
  await assert.rejects(iconsOf("blob:x", "file"), { param: "file" });
});
