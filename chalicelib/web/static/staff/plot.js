// Lines over time, by a kept library that is loaded where one is drawn.

import { make } from "../common/dom.js";
import { count, t } from "../common/lang.js";

/** A line: its words, and its values at the moments of the plot; null where there is none. @typedef {{ words: string, values: (number | null)[] }} Line */

const LIBRARY = "../lib/uplot.js";
const HEIGHT = 220;
const COLORS = ["--brand", "--warning-text", "--danger"];
const DASHES = [[], [8, 4], [2, 3]];

/** `moments` in seconds; `name` says to those who see none where the figures are; `mark` is how a moment is written at the axis, `told` beside
 * the pointer; `steps`: seconds between marks of the axis, the library's own if not given.
 * @param {Element} place
 * @param {{ name: string, moments: number[], lines: Line[], mark: (milliseconds: number) => string, told: (milliseconds: number) => string, steps?: number[] }} what */
export async function plot(place, { name, moments, lines, mark, told, steps }) {
  const { uPlot } = await import(LIBRARY);
  const canvas = make("div", { role: "img", "aria-label": name });
  place.append(canvas);
  const styles = getComputedStyle(document.body);
  const [ink, grid, ...colors] = ["--ink-soft", "--line", ...COLORS].map((value) => styles.getPropertyValue(value).trim());
  const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 }, font: `12px ${styles.fontFamily}` };
  return new uPlot({
    width: Math.max(canvas.clientWidth, 240),
    height: HEIGHT,
    cursor: { drag: { x: false, y: false } },
    axes: [
      { ...axis, space: 70, values: (/** @type {unknown} */ _, /** @type {number[]} */ marks) => marks.map((one) => mark(one * 1000)), ...(steps ? { incrs: steps } : {}) },
      { ...axis, size: 96, values: (/** @type {unknown} */ _, /** @type {number[]} */ values) => values.map((one) => count(one)) },
    ],
    scales: { y: { range: (/** @type {unknown} */ _, /** @type {number} */ least, /** @type {number} */ most) => [Math.min(0, least), Math.max(1, most * 1.05)] } },
    series: [
      { label: t("때", "When"), value: (/** @type {unknown} */ _, /** @type {number | null} */ moment) => (moment === null ? "" : told(moment * 1000)) },
      ...lines.map(({ words }, index) => ({
        label: words, stroke: colors[index], width: 2, dash: DASHES[index], points: { show: moments.length < 40 }, spanGaps: true,
        value: (/** @type {unknown} */ _, /** @type {number | null} */ value) => (value === null ? "" : count(value)),
      })),
    ],
  }, [moments, ...lines.map(({ values }) => values)], canvas);
}
