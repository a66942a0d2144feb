export { summaryOf } from './alert-summary.ts';
export { Board, type StationNews } from './board.ts';
export { LIVE_SOURCE, LiveGateway, type LiveSource } from './live.gateway.ts';
