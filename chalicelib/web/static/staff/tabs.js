// The tasks of the staff's desk by what one comes for, in the order of the navigation. A new one is a module here and a page in
// templates/staff/pages.

import { t } from "../common/lang.js";
import { tab as adjustments } from "./adjustments.js";
import { tab as agents } from "./agents.js";
import { tab as analysis } from "./analysis.js";
import { tab as applications } from "./applications.js";
import { tab as assisted } from "./assisted.js";
import { tab as audit } from "./audit.js";
import { tab as campaigns } from "./campaigns.js";
import { tab as cashbacks } from "./cashbacks.js";
import { tab as counter } from "./counter.js";
import { tab as dataUses } from "./data-uses.js";
import { tab as deadLetters } from "./dead-letters.js";
import { tab as draws } from "./draws.js";
import { tab as duties } from "./duties.js";
import { tab as fraudCases } from "./fraud-cases.js";
import { tab as grants } from "./grants.js";
import { tab as inbox } from "./inbox.js";
import { tab as members } from "./members.js";
import { tab as messages } from "./messages.js";
import { tab as payouts } from "./payouts.js";
import { tab as photos } from "./photos.js";
import { tab as pictures } from "./pictures.js";
import { tab as receivables } from "./receivables.js";
import { tab as reconciliations } from "./reconciliations.js";
import { tab as registrations } from "./registrations.js";
import { tab as reports } from "./reports.js";
import { tab as rounds } from "./rounds.js";
import { tab as settings } from "./settings.js";
import { tab as shopChanges } from "./shop-changes.js";
import { tab as shops } from "./shops.js";
import { tab as today } from "./today.js";
import { tab as treasury } from "./treasury.js";
import { tab as trends } from "./trends.js";
import { tab as trips } from "./trips.js";
import { tab as visits } from "./visits.js";

/** @type {import("./desk.js").Group[]} */
export const GROUPS = [
  { words: t("오늘 할 일", "Today"), tabs: [today, inbox, trends, analysis] },
  { words: t("회원", "Members"), tabs: [members, assisted, adjustments, grants, messages, receivables, draws] },
  { words: t("상품권", "Vouchers"), tabs: [counter, rounds, agents, cashbacks, treasury] },
  { words: t("가맹점", "Shops"), tabs: [shops, applications, shopChanges, registrations, payouts] },
  { words: t("행사와 관광지", "Festivals and sights"), tabs: [campaigns, photos, visits, trips] },
  { words: t("기록과 점검", "Records"), tabs: [reports, duties, reconciliations, fraudCases, audit, dataUses] },
  { words: t("운영", "Running"), tabs: [settings, pictures, deadLetters] },
];
