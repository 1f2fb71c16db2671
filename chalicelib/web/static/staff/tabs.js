// The tabs of the staff's desk, in their order. A new one is a module here and a page in templates/staff/pages.

import { tab as adjustments } from "./adjustments.js";
import { tab as applications } from "./applications.js";
import { tab as campaigns } from "./campaigns.js";
import { tab as counter } from "./counter.js";
import { tab as draws } from "./draws.js";
import { tab as grants } from "./grants.js";
import { tab as payouts } from "./payouts.js";
import { tab as reconciliations } from "./reconciliations.js";
import { tab as reports } from "./reports.js";
import { tab as rounds } from "./rounds.js";
import { tab as settings } from "./settings.js";
import { tab as standing } from "./standing.js";
import { tab as today } from "./today.js";
import { tab as visits } from "./visits.js";

/** @type {import("./desk.js").Tab[]} */
export const TABS = [today, reports, campaigns, reconciliations, adjustments, grants, payouts, draws, rounds, counter, visits, applications, standing, settings];
