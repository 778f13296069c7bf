// What the canvases are painted with.
export const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
export const MONO = 'ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace';

/** A round sign with a letter or two. @param {CanvasRenderingContext2D} g */
export function badge(g, x, y, r, text, color, ink, ring) {
  g.beginPath();
  const w = Math.max(0, (text.length - 1) * r * 0.7);
  g.roundRect(x - r - w / 2, y - r, 2 * r + w, 2 * r, r);
  g.fillStyle = color;
  g.fill();
  if (ring) {
    g.strokeStyle = ring;
    g.lineWidth = r / 6;
    g.stroke();
  }
  g.fillStyle = ink;
  g.font = `700 ${r * 1.3}px ${SANS}`;
  g.textAlign = 'center';
  g.fillText(text, x, y + r * 0.06);
  g.textAlign = 'start';
}

/** A box whose upper edge is three bumps: what is written in it stays inside. @param {CanvasRenderingContext2D} g */
export function cloud(g, x, y, w, h) {
  const r = Math.min(h / 2, 14);
  g.moveTo(x + r, y + h);
  g.arc(x + r, y + h - r, r, Math.PI / 2, Math.PI);
  g.lineTo(x, y + 6);
  for (let i = 1; i < 6; i += 2) g.ellipse(x + (w * i) / 6, y + 6, w / 6, 10, 0, Math.PI, 2 * Math.PI);
  g.lineTo(x + w, y + h - r);
  g.arc(x + w - r, y + h - r, r, 0, Math.PI / 2);
  g.closePath();
}

const widths = new Map();

/** As much of a text as there is room for; a name is kept apart from what surrounds it, whatever its direction. */
export function fit(g, text, room) {
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '\u00b7');
  const key = `${g.font}|${Math.round(room)}|${plain}`;
  let found = widths.get(key);
  if (found === undefined) {
    found = plain;
    if (g.measureText(plain).width > room) {
      const letters = [...plain];
      let [low, high] = [0, letters.length];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (g.measureText(`${letters.slice(0, middle).join('')}\u2026`).width <= room) low = middle;
        else high = middle - 1;
      }
      found = `${letters.slice(0, low).join('')}\u2026`;
    }
    if (widths.size > 20000) widths.clear();
    widths.set(key, found);
  }
  return found;
}
