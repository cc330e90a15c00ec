/** Words in lines of at most `width`, as `measure` has it; what does not fit into `most` lines ends in "…". */
export function wrap(
  text: string,
  width: number,
  measure: (text: string) => number,
  most = Infinity,
): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && measure(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line) lines.push(line);
  const shown = lines.slice(0, most);
  const cut = lines.length > shown.length;
  return shown.map((one, i) => shortened(one, width, measure, cut && i === shown.length - 1));
}

function shortened(
  line: string,
  width: number,
  measure: (text: string) => number,
  continues: boolean,
): string {
  const whole = continues ? `${line}…` : line;
  if (measure(whole) <= width) return whole;
  let kept = line;
  while (kept && measure(`${kept}…`) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
