// Plain signs, drawn for this page: sixteen units square, a line of 1.4.
const SIGNS = {
  VirtualNetwork: 'M6 4 L2 8 L6 12 M10 4 L14 8 L10 12 M5.6 8 H5.9 M8 8 H8.3 M10.4 8 H10.7',
  VirtualWan: 'M4.5 12 A3 3 0 0 1 4.5 6.2 A4 4 0 0 1 12 6.6 A2.8 2.8 0 0 1 12 12 Z',
  VpnGateway: 'M4 7.5 V5.5 A4 4 0 0 1 12 5.5 V7.5 M3 7.5 H13 V14 H3 Z M8 10 V11.6',
  ExpressRouteGateway: 'M8 2 L14 13 H2 Z M8 6.5 V10',
  OtherGateway: 'M3 3 H13 V13 H3 Z M6 8 H10',
  Firewall: 'M2 3 H14 V13 H2 Z M2 6.3 H14 M2 9.7 H14 M8 3 V6.3 M5 6.3 V9.7 M11 6.3 V9.7 M8 9.7 V13',
  Appliance: 'M2 5 H14 V11 H2 Z M4.5 8 H4.8 M7 8 H11.5',
  LoadBalancer: 'M8 2 L14 8 L8 14 L2 8 Z M8 5.5 V10.5 M5.5 8 H10.5',
  Circuit: 'M8 2 L14 13 H2 Z',
  Site: 'M3 14 V3 H10 V14 M10 7 H13 V14 M2 14 H14 M5.5 6 H7.5 M5.5 9 H7.5 M5.5 12 H7.5',
  ClientPool: 'M2.5 3.5 H13.5 V10.5 H2.5 Z M6 13.5 H10 M8 10.5 V13.5',
  ConnectedGroup: 'M4 4 H4.1 M12 4 H12.1 M8 12 H8.1 M4 4 H12 L8 12 Z',
};

const paths = new Map();

/** @param {CanvasRenderingContext2D} g */
export function icon(g, kind, x, y, size, color) {
  if (!paths.has(kind)) paths.set(kind, new Path2D(SIGNS[kind]));
  g.save();
  g.translate(x, y);
  g.scale(size / 16, size / 16);
  g.strokeStyle = color;
  g.lineWidth = 1.5;
  g.lineCap = 'round';
  g.lineJoin = 'round';
  g.stroke(paths.get(kind));
  g.restore();
}
