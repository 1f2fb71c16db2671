// The proof of one entry: fetched, kept as a file, or taken straight to the page that checks it.

import { Problem } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { fill, find, note, saveJson, screen, show } from "../common/dom.js";
import { day, t, time } from "../common/lang.js";
import { handOver } from "../common/proof-handover.js";
import { clearErrors } from "../common/refusals.js";

/** @typedef {Api.Schemas["EntryAnswer"]} Entry */

const section = screen("proof");
const ready = find("[data-proof-ready]", section);
/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;
/** @type {Api.Schemas["ProofAnswer"] | null} */
let proof = null;

/** @param {import("./wallet.js").Wallet} wallet */
export function start(wallet) {
  ({ ask } = wallet);
  onClicks({
    "save-proof": () => proof && saveJson(proof, `onmin-proof-${proof.entry.entry_id}.json`),
    "check-proof": () => {
      if (!handOver(JSON.stringify(proof))) {
        throw new Error(t(
          "이 브라우저는 증명을 확인 화면으로 넘기지 못합니다. ‘파일로 받아 두기’를 누르고, ‘받은 증명 확인하기’에서 그 파일을 골라 주세요.",
          "This browser cannot hand the proof over. Press “Keep it as a file”, and choose that file on the page “Check a proof”.",
        ));
      }
      location.assign(`${document.baseURI}verify`);
    },
  });
}

/** @param {Entry} entry */
export async function openProof(entry) {
  proof = null;
  ready.hidden = true;
  note("proof-wait", "");
  clearErrors(section);
  fill(section, {
    "proof-what": entry.description,
    "proof-when": `${day(entry.at)} ${time(entry.at)}`,
    "proof-where": entry.counterparty?.name ?? "",
  });
  show("proof", { push: true });
  try {
    proof = await ask("GET", "v1/me/entries/{entry_id}/proof", { values: { entry_id: entry.entry_id } });
    ready.hidden = false;
  } catch (error) {
    if (!(error instanceof Problem && error.code === "proof_not_ready")) throw error;
    const at = error.body.ready_at;
    note("proof-wait", t(`아직 준비 중입니다. ${day(at)} ${time(at)}부터 받을 수 있습니다.`, `Not ready yet. You can get it from ${day(at)}, ${time(at)}.`));
  }
}
