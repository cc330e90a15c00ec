/* The colours of the light scheme, whichever the reader has: a picture is for paper and for other people's pages. */
function* rules(list: CSSRuleList): Generator<CSSStyleRule> {
  for (const rule of list) {
    if (rule instanceof CSSStyleRule) yield rule;
    else if (rule instanceof CSSLayerBlockRule) yield* rules(rule.cssRules);
  }
}

/** Reads a variable of `:root` as it is set outside all media queries; "" for none. */
export function lightVariables(
  sheets: Iterable<CSSStyleSheet> = document.styleSheets,
): (name: string) => string {
  const values = new Map<string, string>();
  for (const sheet of sheets)
    for (const { selectorText, style } of rules(sheet.cssRules))
      if (selectorText === ':root')
        for (const name of style)
          if (name.startsWith('--')) values.set(name, style.getPropertyValue(name).trim());
  return (name) => values.get(name) ?? '';
}
