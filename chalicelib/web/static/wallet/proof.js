// The proof of one entry: fetched, kept as a file, or taken straight to the page that checks it.

import { clearErrors, fill, find, make, screen, show, showError } from "../common/dom.js";
import { day, moment, t, time } from "../common/lang.js";
import { handOver } from "../common/proof-handover.js";

const section = screen("proof");
const ready = find("[data-proof-ready]", section);
const wait = find('[data-fill="proof-wait"]', section);
let ask;
let proof = null;

export function start(wallet) {
  ({ ask } = wallet);
}

export const button = (entry) => make("button", {
  type: "button",
  class: "prove",
  "aria-label": t(`증명 받기: ${entry.description}, ${moment(entry.at)}`, `Get proof: ${entry.description}, ${moment(entry.at)}`),
  onclick: () => open(entry),
}, t("증명 받기", "Get proof"));

async function open(entry) {
  proof = null;
  ready.hidden = true;
  wait.hidden = true;
  clearErrors(section);
  fill(section, {
    "proof-what": entry.description,
    "proof-when": `${day(entry.at)} ${time(entry.at)}`,
    "proof-where": entry.counterparty ? entry.counterparty.name ?? entry.counterparty : "",
  });
  show("proof", { push: true });
  try {
    proof = await ask("GET", `v1/me/entries/${encodeURIComponent(entry.entry_id)}/proof`);
    ready.hidden = false;
  } catch (error) {
    if (error.code === "proof_not_ready") {
      const at = error.body.ready_at;
      wait.textContent = t(`아직 준비 중입니다. ${day(at)} ${time(at)}부터 받을 수 있습니다.`, `Not ready yet. You can get it from ${day(at)}, ${time(at)}.`);
      wait.hidden = false;
    } else if (error.status !== 401) {
      showError(section, error);
    }
  }
}

export function save() {
  const file = new Blob([JSON.stringify(proof, null, 2)], { type: "application/json" });
  const link = make("a", { href: URL.createObjectURL(file), download: `onmin-proof-${proof.entry.entry_id}.json` });
  link.click();
  URL.revokeObjectURL(link.href);
}

export function check() {
  handOver(JSON.stringify(proof));
  location.assign(`${document.baseURI}verify`);
}
