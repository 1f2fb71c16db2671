// Numbers that staff type: of a member, as it stands on the resident card, "06BX 3K9Q Z7M2 T4WA", or as the id; of an entry.

import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { readCode } from "../common/typed.js";
import { hasForm } from "../common/words.js";

const WANTED = t("회원 번호 16자리를 적어 주세요. 회원의 ‘온군민증’에 있습니다.", "Please enter the 16 characters of the member number on the resident card.");

/** @param {string} text */
export function readMemberId(text, wanted = WANTED) {
  const bare = bareId(text, "mem");
  if (!hasForm("member_number", bare)) throw new FieldError("member_id", wanted);
  return `mem_${bare}`;
}

/** The id of an entry; "" if none is typed. @param {string} text */
export function readEntryId(text) {
  const bare = bareId(text, "ent");
  return bare && `ent_${bare}`;
}

/** @param {string} text @param {string} prefix */
const bareId = (text, prefix) => readCode(text).replaceAll("-", "").replace(new RegExp(`^${prefix}_`, "i"), "").toUpperCase();
