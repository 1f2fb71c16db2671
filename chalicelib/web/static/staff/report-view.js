// Shows a report's HTML, which is made for mail and therefore full of style attributes, inside a sandboxed frame.
// The frame has this page's content policy, which forbids such attributes in markup but not through the object model:
// they are renamed before the text is parsed, and set one by one afterwards. Scripts can't run in the frame at all.

const FRAME_STYLE = 'body{margin:16px;font-family:system-ui,"Noto Sans KR","Noto Sans CJK KR",sans-serif}img,table{max-width:100%}';

export function showReport(frame, html) {
  const sheets = [];
  const text = html
    .replace(/<style[^>]*>([\s\S]*?)<\/style>/gi, (_, css) => { sheets.push(css); return ""; })
    .replace(/(<[^>]*?\s)style(\s*=)/gi, "$1data-style$2");
  const parsed = new DOMParser().parseFromString(text, "text/html");
  for (const element of parsed.querySelectorAll("script, link, meta, base, iframe, object, embed, form")) element.remove();
  const inner = frame.contentDocument;
  inner.documentElement.lang = parsed.documentElement.lang || document.documentElement.lang;
  const sheet = new frame.contentWindow.CSSStyleSheet();
  sheet.replaceSync([FRAME_STYLE, ...sheets].join("\n"));
  inner.adoptedStyleSheets = [sheet];
  inner.body.style.cssText = parsed.body.dataset.style || "";
  inner.body.replaceChildren(...[...parsed.body.childNodes].map((node) => inner.adoptNode(node)));
  for (const element of inner.body.querySelectorAll("[data-style]")) element.style.cssText = element.dataset.style;
  frame.style.height = `${inner.documentElement.scrollHeight + 20}px`;
}
