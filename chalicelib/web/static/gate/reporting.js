// Between a gate and the county: the rules are read while there is a net, and what was scanned and counted is reported. Sent
// again it changes nothing, so a report without an answer is simply sent again.

import { statusOf } from "../common/api.js";
import { deviceNow } from "../common/clock.js";
import * as kept from "./kept.js";

const SCANS_MAX = 100;
const COUNTS_MAX = 50;
const REPORT_EVERY_MS = 3000;
const RULES_EVERY_MS = 60000;

/** @param {{ ask: Api.Ask, onRules: (rules: import("./judging.js").Rules) => void, onReported: (outcomes: Api.Schemas["ScanOutcome"][]) => void, onState: (isConnected: boolean) => void }} parts */
export function startReporting({ ask, onRules, onReported, onState }) {
  let readAt = 0;
  let isBusy = false;
  let isRested = false;

  async function run() {
    if (isBusy || isRested || !kept.gateKey()) return;
    isBusy = true;
    try {
      if (deviceNow() - readAt > RULES_EVERY_MS) await readRules();
      while (await reportSome());
      onState(true);
    } catch (error) {
      // A refusal is shown by what asks; without an answer all is kept and sent again.
      onState(statusOf(error) > 0 && statusOf(error) < 500);
    } finally {
      isBusy = false;
    }
  }

  async function readRules() {
    const rules = await ask("GET", "v1/admissions/rules");
    kept.keepRules(rules, Date.parse(rules.now) - deviceNow());
    readAt = deviceNow();
    onRules(rules);
  }

  /** Whether there may be more. */
  async function reportSome() {
    const rules = kept.keptRules()?.rules;
    const scans = kept.waitingScans().slice(0, SCANS_MAX);
    const counts = kept.waitingCounts().slice(0, COUNTS_MAX);
    if (!rules || !(scans.length + counts.length)) return false;
    const voids = counts.filter((count) => count.isVoid);
    const answer = await ask("POST", "v1/admissions/sync", {
      body: {
        facility_id: rules.facility_id,
        device_id: kept.deviceId(),
        sent_at: new Date(deviceNow()).toISOString(),
        scans: scans.map(({ id, code = "", at }) => ({ scan_id: id, pass_code: code, scanned_at: new Date(at).toISOString() })),
        counts: counts.filter((count) => !count.isReported).map(asRow),
        voids: voids.map(({ id, at }) => ({ count_id: id, counted_at: new Date(at).toISOString() })),
      },
    });
    for (const [place, { outcome }] of answer.scans.entries()) {
      const scan = scans[place];
      if (scan) kept.keepScan({ ...scan, code: undefined, outcome, isReported: true });
    }
    // One that was taken back while the report was on its way waits for the next.
    for (const count of counts) kept.keepCount(Object.assign(count, { isReported: true, isVoidReported: voids.includes(count) }));
    onReported(answer.scans);
    return scans.length === SCANS_MAX || counts.length === COUNTS_MAX;
  }

  setInterval(run, REPORT_EVERY_MS);
  window.addEventListener("online", run);
  run();
  return { run, rest: () => { isRested = true; } };
}

/** @param {import("./kept.js").Count} count */
const asRow = ({ id, at, isGroup, visitors }) => ({ count_id: id, counted_at: new Date(at).toISOString(), is_group: isGroup, visitors });
