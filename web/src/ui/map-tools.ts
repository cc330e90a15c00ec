import './map-edge.ts';
